import { createHash } from 'node:crypto';
import type { OutputView } from '../expect/types.ts';
import type { Step } from '../model/types.ts';
import { StepOutput } from '../store/step-output.ts';
import type { RunContext } from './context.ts';
import { type Evaluation, evaluateExpectations } from './evaluate.ts';
import { logError, type StepResult, tellOutput } from './step-result.ts';
import { createSurroundings } from './surroundings.ts';

const NOTHING: OutputView = { size: 0, chunks: () => [] };

/** A text that a person gives as what was printed, held against what the step expects. */
export interface Pasted {
  readonly evaluation: Evaluation;
  /** Where the text is kept, masked; of a secret step only how much it was. */
  readonly shown: Pick<StepResult, 'log' | 'hidden'>;
  /** SHA-256 of what is kept, hexadecimal; absent for no text and for a secret one. */
  readonly hash?: string;
}

/**
 * Holds a text against the expectations of a step that can be answered by it. Its line ends become
 * those of Unix, and it is masked before it is kept or compared, as what a step prints.
 *
 * @param log - path of the file that takes the text
 */
export async function judgePasted(
  context: RunContext,
  step: Step,
  text: string,
  log: string,
): Promise<Pasted> {
  const output = new StepOutput({
    log,
    split: true,
    live: false,
    masker: context.masker,
    secret: step.secret,
    // A person pastes no gigabytes.
    limit: Number.MAX_SAFE_INTEGER,
    onLimit: () => {},
  });
  output.sinks.out(Buffer.from(text.replaceAll(/\r\n?/g, '\n')));
  output.finish();
  if (output.output.error !== undefined) throw logError(log, output.output.error);
  try {
    const subject = {
      exit: { code: 0 },
      durationMs: 0,
      stdout: output.stdout,
      stderr: NOTHING,
      output: output.output,
      surroundings: createSurroundings(context, step),
    };
    const { checkable } = splitExpectations(step);
    const { maxMs: _, ...judged } = { ...step, expectations: checkable };
    const evaluation = await evaluateExpectations(context, judged, subject, true);
    const hash = step.secret ? undefined : hashOf(output.output);
    return {
      evaluation,
      shown: tellOutput(step, output),
      ...(hash === undefined ? {} : { hash }),
    };
  } finally {
    output.release();
  }
}

/**
 * The expectations of a step by whether a text alone can answer them: an exit code, a duration, a
 * response and stderr are not in it.
 */
export function splitExpectations({ expectations }: Step): {
  readonly checkable: Step['expectations'];
  readonly uncheckable: Step['expectations'];
} {
  const isCheckable = ({ compiled }: Step['expectations'][number]): boolean =>
    (compiled.needs ?? []).length === 0 && !compiled.streams.includes('stderr');
  return {
    checkable: expectations.filter(isCheckable),
    uncheckable: expectations.filter((expectation) => !isCheckable(expectation)),
  };
}

function hashOf(view: OutputView): string | undefined {
  if (view.size === 0) return undefined;
  const hash = createHash('sha256');
  for (const chunk of view.chunks()) hash.update(chunk);
  return hash.digest('hex');
}
