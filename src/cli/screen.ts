import type { Plan } from '../plan/types.ts';
import { createPlainReporter, type TextReporterOptions } from '../report/plain.ts';
import type { Reporter } from '../report/types.ts';
import { loadWidthOf } from '../report/width.ts';
import { isPlain, readWidth } from './interactive.ts';
import type { Flags } from './option-types.ts';
import type { Terminal } from './terminal.ts';

/** Below this width the tree shows nothing; terminals that do not know their size say 0. */
const NARROWEST = 40;

/** Whether the tree is shown: a person watches, and wants to see more than the result. */
export function isLive(flags: Flags): boolean {
  const { isTTY, columns } = process.stdout;
  const { CI, TERM } = process.env;
  return isTTY === true && columns >= NARROWEST && !CI && TERM !== 'dumb' && !flags.quiet;
}

/** What shows a run to people. */
export async function createScreen(
  flags: Flags,
  terminal: Pick<Terminal, 'write' | 'paint'>,
  live: boolean,
  plan: Plan,
): Promise<Reporter> {
  const options = await textOptions(flags, terminal, plan);
  return live
    ? (await import('../report/tty.ts')).createTtyReporter(options)
    : createPlainReporter(options);
}

/** What shows a run to the person who goes through it. */
export async function createGuidedScreen(
  flags: Flags,
  terminal: Pick<Terminal, 'write' | 'paint'>,
  plan: Plan,
): Promise<Reporter> {
  const { createGuidedReporter } = await import('../guided/reporter.ts');
  return createGuidedReporter(await textOptions(flags, terminal, plan), readWidth, !isPlain(flags));
}

async function textOptions(
  flags: Flags,
  terminal: Pick<Terminal, 'write' | 'paint'>,
  plan: Plan,
): Promise<TextReporterOptions> {
  const texts = [...plan.steps, ...plan.cleanup].flatMap(({ step }) => [
    step.title,
    step.code,
    ...step.expectations.map(({ fence }) => fence.body),
  ]);
  const widthOf = await loadWidthOf(texts.map((text) => text.replaceAll(/\s/g, ' ')));
  return {
    write: terminal.write,
    paint: terminal.paint,
    verbosity: flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal',
    widthOf,
  };
}
