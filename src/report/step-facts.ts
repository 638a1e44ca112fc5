import { formatDuration } from '../model/duration.ts';
import { expectsResponse } from '../model/expects-response.ts';
import type { Background, ExitRule, Ready, Step } from '../model/types.ts';
import type { Masker } from '../store/mask.ts';
import { cutLine, showControls } from './visible.ts';

/** What is known when a step is described. */
export interface FactsContext {
  /** Puts in the values of references that are known. */
  readonly resolve: (text: string) => string;
  /** The document's timeout of a step, which is not worth a line; milliseconds. */
  readonly timeoutMs: number;
  /** Whether a person is there: then no flag answers. */
  readonly asks?: true;
}

/** Commands as they are written, a request as it is sent. */
export function showCode(
  step: Step,
  { resolve }: Pick<FactsContext, 'resolve'>,
  masker: Pick<Masker, 'text'>,
): string[] {
  const code = step.request === undefined ? step.code : resolve(step.code);
  // Before lines are cut: a part of a secret is not seen to be one.
  const lines = masker.text(code).replace(/\n$/, '').split('\n');
  return lines.map((line) => cutLine(showControls(line.replaceAll('\t', '    '))));
}

/** A fact with its name. */
type Fact = readonly [name: string, value: string];

/** How a step runs and what it has to come to, one fact a line. */
export function describeFacts(
  step: Step,
  { resolve, timeoutMs, asks }: FactsContext,
  program?: string,
): Fact[] {
  const isUsual = step.file !== undefined || step.timeoutMs === timeoutMs;
  const { repeat, background } = step;
  const isManual = step.role === 'manual';
  const optional: readonly (readonly [string, string | undefined])[] = [
    [
      'by',
      isManual ? `a person${asks ? '' : '; `--manual=done` says that one has done it'}` : program,
    ],
    ['asks', step.confirm && `${resolve(step.confirm)}${asks ? '' : ' (`--yes` says yes)'}`],
    ['tty', step.tty ? 'a person at a terminal, which the step gets' : undefined],
    ['if', step.if],
    ['unless', step.unless],
    ['os', step.os?.join(', ')],
    ['stops', step.stops],
    ['cwd', step.cwd && resolve(step.cwd)],
    ['stdin', step.stdin && resolve(step.stdin)],
    ['user', step.user],
    [
      'env',
      Object.entries(step.env)
        .map(([name, value]) => `${name}=${resolve(value)}`)
        .join(' ') || undefined,
    ],
    ['ready', background && resolve(describeReadiness(background))],
    ['repeat', repeat && describeRepeat(repeat)],
    ['max', step.maxMs === undefined ? undefined : formatDuration(step.maxMs)],
    ['secret', step.secret ? 'what it prints, captures or writes is not shown' : undefined],
    ['capture', step.capture && `${isManual ? 'what is pasted' : 'stdout'} as ${step.capture}`],
    ['timeout', isUsual ? undefined : formatDuration(step.timeoutMs)],
    ['expect', describeEnd(step)],
  ];
  return [
    ...optional.flatMap(([name, value]): Fact[] => (value === undefined ? [] : [[name, value]])),
    ...step.expectations.map(
      ({ fence, compiled }): Fact => ['expect', `${compiled.summary}, line ${fence.line}`],
    ),
    ...(step.keepGoing ? [['failure', 'is recorded, and the run goes on'] as const] : []),
  ];
}

/** How the step has to end, where nothing else says it. */
function describeEnd(step: Step): string | undefined {
  if (step.file !== undefined || step.background !== undefined) return undefined;
  if (step.role === 'manual') return undefined;
  if (step.request === undefined) return describeRule(step.exit);
  return expectsResponse(step) ? undefined : 'a status of 2xx';
}

function describeReadiness({ ready, withinMs }: Background): string {
  return `${ready.map(describeReady).join(' and ')}, within ${formatDuration(withinMs)}`;
}

function describeReady(ready: Ready): string {
  switch (ready.kind) {
    case 'http':
      return ready.url;
    case 'port':
      return `port ${ready.port}`;
    case 'log':
      return `log /${ready.pattern}/`;
    case 'file':
      return `file ${ready.path}`;
  }
}

function describeRepeat(repeat: NonNullable<Step['repeat']>): string {
  switch (repeat.kind) {
    case 'within': {
      const often = repeat.inARow === 1 ? '' : ` ${repeat.inARow} times in a row`;
      return `until it passes${often}, within ${formatDuration(repeat.withinMs)}, every ${formatDuration(repeat.everyMs)}`;
    }
    case 'stable':
      return `has to pass ${repeat.inARow} times in a row, ${formatDuration(repeat.everyMs)} apart`;
    case 'retry':
      return `at most ${repeat.retries} more, ${formatDuration(repeat.backoffMs)} apart`;
  }
}

function describeRule(rule: ExitRule): string {
  switch (rule.kind) {
    case 'codes':
      return `exit ${rule.codes.join(' or ')}`;
    case 'nonzero':
      return 'exit with another code than 0';
    case 'any':
      return 'exit with any code';
    case 'signal':
      return `ended by SIG${rule.signal.replace(/^SIG/, '')}`;
  }
}
