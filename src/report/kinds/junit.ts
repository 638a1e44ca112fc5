import { type Judgement, judgeRun, judgeStep } from '../collect/judge.ts';
import type { ReportedRun, ReportedStep } from '../collect/types.ts';
import { headlineOf, lineOf, nameRun, nameStep, tellFailure } from './case-text.ts';
import type { ReportKind } from './types.ts';
import { xmlAttributes, xmlText } from './xml-text.ts';

/** What is counted of cases and suites. */
export interface JunitTotals {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  /** In milliseconds. */
  readonly ms: number;
}

/** JUnit XML: a `testsuite` for each document, a `testcase` for each step. */
export const junit: ReportKind = {
  open() {
    const suites: string[] = [];
    const totals: JunitTotals[] = [];
    return {
      // The outermost element counts everything, so nothing can be written before the end.
      add(run) {
        const suite = describeSuite(run);
        suites.push(suite.text);
        totals.push(suite.totals);
        return '';
      },
      finish: () => wrapSuites(suites, totals),
    };
  },
};

/** Suites as one file. */
export function wrapSuites(suites: readonly string[], totals: readonly JunitTotals[]): string {
  const sum = totals.reduce(addTotals, { tests: 0, failures: 0, errors: 0, skipped: 0, ms: 0 });
  const attributes = xmlAttributes({ name: 'runbook', ...countAttributes(sum) });
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n`;
  return `${head}${suites.join('')}</testsuites>\n`;
}

function addTotals(a: JunitTotals, b: JunitTotals): JunitTotals {
  return {
    tests: a.tests + b.tests,
    failures: a.failures + b.failures,
    errors: a.errors + b.errors,
    skipped: a.skipped + b.skipped,
    ms: a.ms + b.ms,
  };
}

function countAttributes({ ms, ...counts }: JunitTotals): Record<string, string | number> {
  return { ...counts, time: seconds(ms) };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** A case with its verdict. */
interface Case {
  readonly name: string;
  readonly line?: number;
  readonly ms: number;
  readonly judgement: Judgement;
  readonly headline?: string;
  readonly text?: string;
}

function describeSuite(run: ReportedRun): { text: string; totals: JunitTotals } {
  const cases = listCases(run);
  const count = (...wanted: Judgement['status'][]): number =>
    cases.filter(({ judgement }) => wanted.includes(judgement.status)).length;
  const totals = {
    tests: cases.length,
    failures: count('failed'),
    errors: count('error'),
    skipped: count('skipped', 'overridden', 'cause'),
    ms: run.durationMs,
  };
  const attributes = xmlAttributes({
    name: nameRun(run),
    ...countAttributes(totals),
    timestamp: run.began.replace(/\.\d+Z?$/, ''),
    hostname: run.host?.name,
    file: run.document,
  });
  const lines = [
    `  <testsuite${attributes}>`,
    ...describeProperties(run),
    ...cases.map((one) => describeCase(one, run)),
    ...describeRemarks(run),
    '  </testsuite>',
  ];
  return { text: `${lines.join('\n')}\n`, totals };
}

/** The steps, and the run itself where it is no success and no step says so, or was left out. */
function listCases(run: ReportedRun): Case[] {
  const cases = run.steps.map((step) => caseOf(step, run));
  const judgement = judgeRun(run);
  const isBad = ({ status }: Judgement): boolean => status === 'failed' || status === 'error';
  const isLeft = judgement.status === 'skipped' && cases.length === 0;
  const isTold = cases.some((one) => isBad(one.judgement));
  if (!isLeft && (!isBad(judgement) || isTold)) return cases;
  return [...cases, { name: '(the run itself)', ms: 0, judgement, text: run.remarks.join('\n') }];
}

function caseOf(step: ReportedStep, run: ReportedRun): Case {
  return {
    name: nameStep(step),
    line: lineOf(step),
    ms: step.end?.durationMs ?? 0,
    judgement: judgeStep(step, run),
    headline: headlineOf(step),
    text: tellFailure(step).join('\n'),
  };
}

function describeCase(
  { name, line, ms, judgement, headline, text }: Case,
  run: ReportedRun,
): string {
  const attributes = xmlAttributes({
    name,
    classname: run.document,
    time: seconds(ms),
    file: run.document,
    line,
  });
  const body = describeVerdict(judgement, headline ?? '', text ?? '');
  return body === ''
    ? `    <testcase${attributes}/>`
    : `    <testcase${attributes}>${body}</testcase>`;
}

function describeVerdict({ status, why = '' }: Judgement, headline: string, text: string): string {
  switch (status) {
    case 'passed':
      return '';
    case 'failed':
      return `<failure${xmlAttributes({ message: headline || why, type: 'failed' })}>${xmlText(text)}</failure>`;
    case 'error':
      return `<error${xmlAttributes({ message: why, type: 'error' })}>${xmlText(text)}</error>`;
    case 'skipped':
    case 'overridden':
    case 'cause':
      return `<skipped${xmlAttributes({ message: [why, headline].filter(Boolean).join(': ') })}/>`;
  }
}

function describeProperties({
  id,
  workdir,
  target,
  scenario,
  version,
  params,
  end,
}: ReportedRun): string[] {
  const values: [string, string | undefined][] = [
    ['run', id],
    ['version', version],
    ['workdir', workdir],
    ['target', target],
    ['scenario', scenario],
    ['exit-code', end && String(end.exitCode)],
    ...params.map(({ name, value }): [string, string] => [`param.${name}`, value]),
  ];
  return [
    '    <properties>',
    ...values.flatMap(([name, value]) =>
      value === undefined ? [] : [`      <property${xmlAttributes({ name, value })}/>`],
    ),
    '    </properties>',
  ];
}

function describeRemarks({ remarks }: ReportedRun): string[] {
  if (remarks.length === 0) return [];
  return [`    <system-out>${xmlText(remarks.join('\n'))}</system-out>`];
}
