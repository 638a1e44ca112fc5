import { type Judgement, judgeRun, judgeStep } from '../collect/judge.ts';
import type { ReportedRun, ReportedStep } from '../collect/types.ts';
import { showControls } from '../visible.ts';
import { headlineOf, lineOf, nameRun, nameStep, tellFailure } from './case-text.ts';
import type { ReportKind } from './types.ts';

/** TAP 14: a subtest for each document, a test point for each step, also for those that did not run. */
export const tap: ReportKind = {
  open() {
    let documents = 0;
    return {
      begin: () => 'TAP version 14\n',
      add(run) {
        documents += 1;
        return `${describeSubtest(run, documents).join('\n')}\n`;
      },
      finish: () => `1..${documents}\n`,
    };
  },
};

function describeSubtest(run: ReportedRun, number: number): string[] {
  const judgement = judgeRun(run);
  const isGood = judgement.status !== 'failed' && judgement.status !== 'error';
  const skip = judgement.status === 'skipped' ? ` # SKIP ${escapeName(judgement.why ?? '')}` : '';
  const points = run.steps.flatMap((step, index) => describePoint(step, run, index + 1));
  return [
    `# Subtest: ${escapeName(nameRun(run))}`,
    ...[`1..${run.steps.length}`, ...points].map((line) => `    ${line}`),
    `${isGood ? 'ok' : 'not ok'} ${number} - ${escapeName(nameRun(run))}${skip}`,
    ...describeDetails([
      ['run', run.id],
      ['duration_ms', Math.round(run.durationMs)],
      ...(judgement.why === undefined ? [] : [['message', judgement.why] as const]),
    ]),
  ];
}

function describePoint(step: ReportedStep, run: ReportedRun, number: number): string[] {
  const judgement = judgeStep(step, run);
  const name = `${number} - ${escapeName(nameStep(step))}`;
  const place: readonly Detail[] = [
    ['file', run.document],
    ['line', lineOf(step)],
    ...(step.end === undefined ? [] : [['duration_ms', Math.round(step.end.durationMs)] as const]),
  ];
  if (judgement.status === 'passed') return [`ok ${name}`, ...describeDetails(place)];
  if (judgement.status === 'failed' || judgement.status === 'error') {
    const message = judgement.why ?? headlineOf(step);
    const text = tellFailure(step);
    return [
      `not ok ${name}`,
      ...describeDetails([['message', message], ...place], text.length === 0 ? undefined : text),
    ];
  }
  return [`ok ${name} # SKIP ${escapeName(whyNot(judgement, step))}`];
}

/** Why a step is no pass and no failure, on one line. */
function whyNot({ why = '' }: Judgement, step: ReportedStep): string {
  return showControls([why, headlineOf(step)].filter(Boolean).join(': '));
}

type Detail = readonly [name: string, value: string | number];

/** A block of YAML below a test point; strings are written as JSON, which YAML takes. */
function describeDetails(details: readonly Detail[], text?: readonly string[]): string[] {
  return [
    '  ---',
    ...details.map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`),
    // A first line that is indented would else say how deep the text is.
    ...(text === undefined
      ? []
      : ['  text: |2-', ...text.map((line) => `    ${yamlLine(line)}`.trimEnd())]),
    '  ...',
  ];
}

/** A line of a block of text; YAML has no place there for controls and non-characters. */
function yamlLine(line: string): string {
  return showControls(line).replace(
    /[\ufffe\uffff]/g,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A number sign would begin a directive. */
function escapeName(text: string): string {
  return showControls(text).replace(/[\\#]/g, '\\$&');
}
