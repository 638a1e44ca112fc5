import type { StepView } from '../engine/events.ts';
import type { FailureReason, HiddenOutput } from '../engine/verdict.ts';
import { quoteForShell } from '../session/quote-for-shell.ts';
import { formatElapsed } from './elapsed.ts';
import { findHints } from './hints.ts';
import type { Paint } from './paint.ts';
import { describeReason, quoteLine, shortExit } from './reason-text.ts';
import { countOf, shortenPath } from './visible.ts';
import { measureAscii, type WidthOf } from './width.ts';

/** A failure with what a reader needs to place it. */
export interface Failure {
  /** The document as the user gave it. */
  readonly document: string;
  readonly step: StepView;
  readonly reason: FailureReason;
  readonly durationMs?: number;
  /** The attempt that decided, from 1. */
  readonly attempts?: number;
  /** Number of attempts that there could be, where a count bounds it. */
  readonly of?: number;
  readonly log?: string;
  readonly tail?: readonly string[];
  /** What a secret step printed. */
  readonly hidden?: HiddenOutput;
}

const TAIL_LINES = 15;

/** The failure as lines of text: what, where, what was printed, and what to do. */
export function describeFailure(
  failure: Failure,
  paint: Paint,
  widthOf: WidthOf = measureAscii,
): string[] {
  const { step, reason } = failure;
  const text = describeReason(reason, paint, widthOf);
  const place = `${failure.document}:${step.line}`;
  const facts = describeFacts(failure);
  const tail = text.tail ? withoutMessage(failure.tail ?? [], reason) : [];
  const hints = [
    ...text.hints,
    ...(text.tail ? findHints(failure.tail ?? []) : []),
    ...adviseUpdate(failure),
  ];
  return [
    `${paint.red('✗')} ${paint.bold(place)}  ${step.role} · ${step.id}${facts && `   (${facts})`}`,
    ...text.lines.flatMap((line) => line.split('\n')),
    ...describeTail(tail, paint),
    ...(failure.hidden === undefined ? [] : [describeHidden(failure.hidden)]),
    ...hints.map((hint) => `  ${paint.yellow('hint')} ${hint}`),
    ...(failure.log === undefined ? [] : [`  ${paint.dim('log')}  ${shortenPath(failure.log)}`]),
  ];
}

/** What was printed may be right, and the document out of date. */
function adviseUpdate({ document, reason }: Failure): string[] {
  const isUpdatable =
    reason.kind === 'expectation' &&
    reason.failures.some(({ mismatch }) => mismatch.kind === 'lines' || mismatch.kind === 'json');
  if (!isUpdatable) return [];
  const name = /^[\w./-]+$/.test(document) ? document : quoteForShell(document);
  return [`if the new output is right: runbook update ${name}`];
}

function describeFacts({ reason, durationMs, attempts, of }: Failure): string {
  const many = (attempts ?? 1) > 1 || (of ?? 1) > 1;
  return [
    'exit' in reason ? shortExit(reason.exit) : '',
    reason.kind === 'http-status' ? `HTTP ${reason.status}` : '',
    durationMs === undefined ? '' : formatElapsed(durationMs),
    many ? `attempt ${attempts ?? 1}${of === undefined ? '' : ` of ${of}`}` : '',
  ]
    .filter((fact) => fact !== '')
    .join(', ');
}

/** The shell prints its message too, behind the path of the step's file, which means nothing here. */
function withoutMessage(tail: readonly string[], reason: FailureReason): readonly string[] {
  const message = 'command' in reason ? reason.command?.message : undefined;
  if (message === undefined) return tail;
  return tail.filter((line) => !line.endsWith(`: ${message}`));
}

function describeHidden({ lines, bytes }: HiddenOutput): string {
  return `  what it printed is secret: ${countOf(lines, 'line')}, ${countOf(bytes, 'byte')}`;
}

function describeTail(tail: readonly string[], paint: Paint): string[] {
  if (tail.length === 0) return [];
  const shown = tail.slice(-TAIL_LINES);
  const title = shown.length === 1 ? 'last line' : `last ${countOf(shown.length, 'line')}`;
  return [`  ${paint.dim(`${title} printed:`)}`, ...shown.map(quoteLine)];
}
