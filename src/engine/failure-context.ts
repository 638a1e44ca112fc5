import type { OutputView } from '../expect/types.ts';
import type { Step } from '../model/types.ts';
import { TAIL_LINES } from './step-result.ts';
import type { SourceLine } from './verdict.ts';

/** How many lines of a block's code a failure shows, from each of its ends. */
const SHOWN_LINES = 3;
/** How much of the end of a stream is looked at for its last lines. */
const TAIL_BYTES = 16 * 1024;

/** Whether a step's streams are kept apart, because something reads one of them by itself. */
export function readsApart(step: Step): boolean {
  const reads = step.expectations.some(({ compiled }) =>
    compiled.streams.some((stream) => stream !== 'output'),
  );
  return reads || step.capture !== undefined;
}

/** The commands of a block, comments left out; the first and the last of many. */
export function listCommands({ fence, code }: Step): readonly SourceLine[] {
  const lines = code
    .split('\n')
    .map((text, index) => ({ line: fence.line + 1 + index, source: text.trimEnd() }))
    .filter(({ source }) => !/^\s*(?:#|\/\/|$)/.test(source));
  if (lines.length <= 2 * SHOWN_LINES) return lines;
  return [...lines.slice(0, SHOWN_LINES), ...lines.slice(-SHOWN_LINES)];
}

/** The last lines of a stream. */
export function readTail(view: OutputView): readonly string[] {
  let end = Buffer.alloc(0);
  for (const chunk of view.chunks()) end = Buffer.concat([end, chunk]).subarray(-TAIL_BYTES);
  const text = end.toString('utf8').replace(/\r?\n$/, '');
  return text === '' ? [] : text.split(/\r?\n/).slice(-TAIL_LINES);
}
