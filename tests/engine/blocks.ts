/** Documents made of blocks, and what became of each block. */
import { readFileSync, statSync } from 'node:fs';
import type { FailureReason, StepVerdict } from '../../src/engine/verdict.ts';
import {
  eventsOf,
  type InlineOptions,
  type InlineResult,
  runInline,
} from '../helpers/run-inline.ts';

/** A block: its code, which `run` executes with bash, or the words of its info string as well. */
export type Block = string | readonly [info: string, code: string];

export interface BlocksResult extends InlineResult {
  /** Verdicts by step id; without ids the steps are `step-1`, `step-2` … */
  readonly verdicts: Readonly<Record<string, StepVerdict>>;
  /** Statuses in the order in which the steps ended. */
  readonly statuses: readonly string[];
  /** What each step printed, by id. */
  readonly logs: Readonly<Record<string, string>>;
}

/** A document of these blocks, the fences longer than any in the code. */
export function documentOf(blocks: readonly Block[], frontMatter = ''): string {
  const fences = blocks.map((block) => {
    const [info, code] = typeof block === 'string' ? ['bash run', block] : block;
    return `\`\`\`\`${info}\n${code}\n\`\`\`\`\n`;
  });
  const head = frontMatter === '' ? '' : `---\nrunbook:\n${frontMatter}\n---\n`;
  return `${head}\n${fences.join('\n')}`;
}

export interface BlocksOptions extends InlineOptions {
  /** Lines below `runbook:`, indented. */
  readonly frontMatter?: string;
}

/** Runs the blocks as one document. */
export async function runBlocks(
  blocks: readonly Block[],
  options: BlocksOptions = {},
): Promise<BlocksResult> {
  return withBlocks(await runInline(documentOf(blocks, options.frontMatter), options));
}

/** The result of a run by its steps. */
export function withBlocks(result: InlineResult): BlocksResult {
  const ends = eventsOf(result.events, 'step-end');
  const logs = ends.map(({ step, log }) => [
    step,
    log !== undefined && statSync(log, { throwIfNoEntry: false })?.isFile() === true
      ? readFileSync(log, 'utf8')
      : '',
  ]);
  return {
    ...result,
    verdicts: Object.fromEntries(ends.map(({ step, verdict }) => [step, verdict])),
    statuses: ends.map(({ step, verdict }) => `${step} ${verdict.status}`),
    logs: Object.fromEntries(logs),
  };
}

/** Why a step failed. Throws when it did not. */
export function reasonOf(result: BlocksResult, step: string): FailureReason {
  const verdict = result.verdicts[step];
  if (verdict?.status !== 'failed') {
    throw new Error(`${step} is ${verdict?.status}:\n${result.stdout}${result.stderr}`);
  }
  return verdict.reason;
}
