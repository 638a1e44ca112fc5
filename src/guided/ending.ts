import type { StepStop, StopEnding } from '../engine/step-dialogue.ts';
import { formatElapsed } from '../report/elapsed.ts';
import { localTime } from '../report/local-time.ts';
import type { Paint } from '../report/paint.ts';
import { describeByHand, describeSkip } from '../report/run-record.ts';
import { wrapLine } from '../report/wrap-line.ts';

/** What a line about a step's end is drawn for. */
interface EndingView {
  readonly width: number;
  readonly paint: Paint;
}

/** How a step ended to which the person has come again, as lines; none of one that has not run. */
export function describeEnding({ ended, ignored, planned }: StepStop, view: EndingView): string[] {
  if (ended === undefined) return [];
  const isIgnored = ignored.has(planned.step.id);
  const texts = [
    tellEnding(ended),
    ...(isIgnored ? ['it is ignored: the run goes on as if it had passed'] : []),
  ];
  const isGood = ended.verdict.status === 'passed' && !ended.died;
  const color = isGood ? view.paint.green : view.paint.yellow;
  return texts.flatMap((text) => wrapLine(`  ${text}`, view.width, '    ')).map(color);
}

function tellEnding({ verdict, time, durationMs, died }: StopEnding): string {
  const when = `${localTime(time)} in ${formatElapsed(durationMs)}`;
  if (died) return 'it was up, and has ended by itself';
  switch (verdict.status) {
    case 'passed': {
      if (verdict.byHand !== undefined)
        return `${describeByHand(verdict.byHand)}, ${localTime(time)}`;
      return `passed${verdict.edited === true ? ' in an edited form' : ''} ${when}`;
    }
    case 'failed':
      return `failed ${when}`;
    case 'skipped':
      return describeSkip(verdict.reason);
    case 'cancelled':
      return `stopped ${when}`;
  }
}
