import type { Step } from '../model/types.ts';
import type { OutputSink } from '../store/output-sink.ts';
import type { RunContext } from './context.ts';

/** 30 frames a second: more than that nobody sees. */
const FRAME_MS = 33;
const LINES = 5;

/** Shows the last lines of a step while it runs. */
export interface LiveView {
  show(output: OutputSink): void;
  stop(): void;
}

/** `undefined` when nobody looks. */
export function createLiveView(context: RunContext, step: Step): LiveView | undefined {
  if (!context.options.live || step.secret) return undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    show(output) {
      timer ??= setTimeout(() => {
        timer = undefined;
        context.emit({ type: 'step-output', step: step.id, lines: output.tail(LINES) });
      }, FRAME_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
