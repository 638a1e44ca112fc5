import type { RunEvent, StepView } from '../engine/events.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import { formatElapsed } from './elapsed.ts';
import { markOf } from './mark.ts';
import type { Paint } from './paint.ts';
import { describeReason, quoteLine } from './reason-text.ts';
import { describeSkip } from './run-record.ts';
import { showControls } from './visible.ts';
import type { WidthOf } from './width.ts';

type StepEnd = Extract<RunEvent, { type: 'step-end' }>;

/** A step that has run aside, with how it ended. */
export interface AsideEnd {
  readonly step: StepView;
  readonly end: StepEnd;
}

/** What was found out about a failure. */
export interface Diagnosis {
  readonly document: string;
  readonly event: Extract<RunEvent, { type: 'diagnosis' }>;
  /** In the order in which they ran. */
  readonly ends: AsideEnd[];
}

/** How it is shown; `prose` as in `TextReporterOptions`. */
interface DiagnosisView {
  readonly paint: Paint;
  readonly widthOf: WidthOf;
  readonly prose?: (markdown: string) => readonly string[];
}

/** The section that is for a failure: likely causes first, then its words, then what was ruled out. */
export function describeDiagnosis(
  { document, event, ends }: Diagnosis,
  { paint, widthOf, prose }: DiagnosisView,
): string[] {
  const text = prose?.(event.text) ?? event.text.split('\n');
  const causes = ends.filter(({ end }) => end.verdict.status === 'failed');
  const others = ends.filter(({ end }) => end.verdict.status !== 'failed');
  return [
    `  ${paint.bold(showControls(event.section))} ${paint.dim(`(${document}:${event.line})`)}`,
    ...causes.flatMap((one) => describeCause(one, document, paint, widthOf)),
    ...text.map((line) => `    ${prose ? line : showControls(line)}`.trimEnd()),
    ...others.flatMap((one) => describeRuledOut(one, document, paint)),
    '',
  ];
}

function describeCause(
  { step, end }: AsideEnd,
  document: string,
  paint: Paint,
  widthOf: WidthOf,
): string[] {
  if (end.verdict.status !== 'failed') return [];
  const text = describeReason(end.verdict.reason, paint, widthOf);
  const tail = text.tail ? (end.tail ?? []) : [];
  const place = paint.dim(`(${document}:${step.line})`);
  return [
    `  ${paint.red('●')} likely cause: ${paint.bold(step.id)} ${place}`,
    ...text.lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`.trimEnd()),
    ...tail.map(quoteLine),
  ];
}

const RULED_OUT: Readonly<Record<StepVerdict['status'], string>> = {
  passed: 'diagnose',
  failed: 'likely cause',
  skipped: 'not asked',
  cancelled: 'interrupted',
};

function describeRuledOut({ step, end }: AsideEnd, document: string, paint: Paint): string[] {
  const place = paint.dim(`(${document}:${step.line})`);
  const sign = markOf(end.verdict, paint);
  const what = RULED_OUT[end.verdict.status];
  return [`  ${sign} ${what}: ${step.id} ${place}`, ...(end.tail ?? []).map(quoteLine)];
}

/** What a `rollback` step did: what it printed is always shown. */
export function describeRollback({ step, end }: AsideEnd, paint: Paint): string[] {
  const { verdict } = end;
  const reason = verdict.status === 'failed' ? describeReason(verdict.reason, paint).lines : [];
  const outcome = [formatElapsed(end.durationMs), ...describeUndone(verdict)].join('  ');
  return [
    `  ${markOf(verdict, paint)} ${step.id}  ${outcome}`,
    ...reason.map((line) => `  ${line}`),
    ...(end.tail ?? []).map(quoteLine),
  ];
}

function describeUndone(verdict: StepVerdict): string[] {
  switch (verdict.status) {
    case 'passed':
      return [];
    case 'failed':
      return ['not undone'];
    case 'skipped':
      return [describeSkip(verdict.reason)];
    case 'cancelled':
      return ['interrupted, not undone'];
  }
}
