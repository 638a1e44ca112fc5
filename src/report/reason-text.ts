import type {
  FailedCommand,
  FailedExpectation,
  FailureReason,
  SourceLine,
} from '../engine/verdict.ts';
import type { ExitStatus } from '../expect/types.ts';
import { formatDuration } from '../model/duration.ts';
import type { ExitRule } from '../model/types.ts';
import { formatElapsed } from './elapsed.ts';
import { describeMismatch, describeRow, excerpt } from './mismatch-text.ts';
import type { Paint } from './paint.ts';
import { countOf, cutLine, showControls } from './visible.ts';
import { measureAscii, type WidthOf } from './width.ts';

/** How many of its last lines of stderr a failed expectation shows. */
const STDERR_LINES = 8;

/** What a failure says: the account of what happened, and what to do. */
export interface ReasonText {
  readonly lines: readonly string[];
  /** Advice, one line each. */
  readonly hints: readonly string[];
  /** Whether the last lines printed belong to the account. */
  readonly tail: boolean;
}

type ReasonTexts = {
  readonly [Kind in FailureReason['kind']]: (
    reason: Extract<FailureReason, { kind: Kind }>,
    paint: Paint,
    widthOf: WidthOf,
  ) => ReasonText;
};

/** One entry for each kind of reason, so that a new kind without text does not compile. */
const TEXTS: ReasonTexts = {
  exit: ({ exit, expected, command }, paint) => ({
    lines: [
      ...describeCommand(command, paint),
      `  ${describeExit(exit)}; the step ${describeRule(expected)}`,
    ],
    hints: [],
    tail: true,
  }),
  expectation: ({ failures, commands, stderr }, paint, widthOf) => ({
    lines: [
      ...describeCommands(failures, commands ?? []),
      ...failures.flatMap((failure, index) => [
        ...(failures.length > 1 || failure.mismatch.kind !== 'lines'
          ? [`${index > 0 ? '\n' : ''}  line ${failure.line}: ${failure.summary}`]
          : []),
        ...describeMismatch(failure.mismatch, paint, widthOf),
      ]),
      ...describeStderr(failures, stderr ?? [], paint),
    ],
    hints: [],
    tail: stderr === undefined && !failures.some(({ mismatch }) => showsOutput(mismatch)),
  }),
  'too-slow': ({ maxMs, durationMs }) => ({
    lines: [`  took ${formatElapsed(durationMs)}, longer than \`max=${formatDuration(maxMs)}\``],
    hints: ['find out what became slower; if it may take longer, give `max=` a longer time'],
    tail: true,
  }),
  unstable: ({ inARow, wanted, withinMs }) => ({
    lines: [
      `  passed ${countOf(inARow, 'time')} in a row when ${formatDuration(withinMs)} were over, not ${wanted}`,
    ],
    hints: ['if it only needs longer, give the step a `within=`'],
    tail: true,
  }),
  capture: ({ name, problem, hint }) => ({
    lines: [`  the capture \`${name}\` ${problem}`],
    hints: [hint],
    tail: false,
  }),
  timeout: ({ timeoutMs, request }) => ({
    lines:
      request === undefined
        ? [`  not finished after ${formatDuration(timeoutMs)}; its processes were stopped`]
        : [showRequest(request), `  no complete response after ${formatDuration(timeoutMs)}`],
    hints: ['if it only needs longer, give the step a `timeout=`'],
    tail: true,
  }),
  'run-timeout': ({ timeoutMs }) => ({
    lines: [`  the whole run reached its limit of ${formatDuration(timeoutMs)} during this step`],
    hints: ['if it only needs longer, give `--timeout` a longer time'],
    tail: true,
  }),
  leftover: ({ processes }) => ({
    lines: [
      `  it left ${countOf(processes.length, 'process', 'processes')} behind, stopped now:`,
      ...processes.map(({ pid, command }) => `    pid ${pid}  ${cutLine(showControls(command))}`),
    ],
    hints: [
      'a step that starts something that keeps running is tagged `background`, with a `ready=`',
    ],
    tail: false,
  }),
  'not-ready': ({ waitedMs, lastReason }) => ({
    lines: [`  not ready after ${formatElapsed(waitedMs)}: ${showControls(lastReason)}`],
    hints: ['if it only needs longer, give the step a `within=`'],
    tail: true,
  }),
  'exit-before-ready': ({ exit, command }, paint) => ({
    lines: [
      ...describeCommand(command, paint),
      `  ${describeExit(exit)} before it was ready; a background step keeps running`,
    ],
    hints: [],
    tail: true,
  }),
  'background-died': ({ exit }) => ({
    lines: [`  was ready, then ${describeExit(exit)} before anything stopped it`],
    hints: [],
    tail: true,
  }),
  'address-taken': ({ address, holder }) => ({
    lines: [`  ${address} is taken already, by ${holder}`],
    hints: [
      'stop that process (what a run has left: `runbook stop RUN`), or choose another address',
    ],
    tail: false,
  }),
  'not-ours': ({ address, holder }) => ({
    lines: [`  ${address} answers, but it is ${holder} that does, not a process of this step`],
    hints: ['stop that process, or choose another address'],
    tail: true,
  }),
  file: ({ path, message, hint }) => ({
    lines: [`  ${path}: ${message}`],
    hints: hint === undefined ? [] : [hint],
    tail: false,
  }),
  condition: ({ attribute, exit, output }) => ({
    lines: [
      `  its \`${attribute}\` condition ${describeExit(exit)}; 0 means yes, 1 means no`,
      ...output.replace(/\n$/, '').split('\n').filter(Boolean).map(quoteLine),
    ],
    hints: ['a condition that may fail in other ways ends with `|| exit 1`'],
    tail: false,
  }),
  'output-limit': ({ limitBytes, request, secret }) => ({
    lines:
      request === undefined
        ? [`  printed more than ${formatBytes(limitBytes)}; it was stopped`]
        : [showRequest(request), `  answered with more than ${formatBytes(limitBytes)}`],
    hints: [
      request === undefined
        ? 'send what it prints to a file'
        : 'download it in a `bash` block, to a file',
      secret === undefined
        ? 'if it may be so much, give `max-output:` in the front matter a larger size'
        : 'what a `secret` step prints is kept in memory, so it may not be more',
    ],
    tail: request === undefined,
  }),
  'no-response': ({ request, begun, message, hint }) => ({
    lines: [
      showRequest(request),
      `  no ${begun ? 'complete response' : 'response'}: ${showControls(message)}`,
    ],
    hints: hint === undefined ? [] : [hint],
    tail: begun,
  }),
  'http-status': ({ request, status, statusText, excerpt: body }, paint) => ({
    lines: [
      showRequest(request),
      `  answered ${showControls(`${status} ${statusText}`.trimEnd())}; the step expects a status of 2xx`,
      ...(body === '' ? [] : excerpt(body, paint)),
    ],
    hints: ['if that is what it should answer, say so in an `http expect` fence'],
    tail: false,
  }),
  'not-done': ({ who, note }) => ({
    lines: [`  not done, says ${who}${note === undefined ? '' : `: ${showControls(note)}`}`],
    hints: [],
    tail: false,
  }),
  'cannot-start': ({ message, hint }) => ({
    lines: [`  could not be started: ${message}`],
    hints: hint === undefined ? [] : [hint],
    tail: false,
  }),
};

/** The account of a reason. */
export function describeReason(
  reason: FailureReason,
  paint: Paint,
  widthOf: WidthOf = measureAscii,
): ReasonText {
  // The table's type ties each key to its reason; indexing loses the connection.
  const text = TEXTS[reason.kind] as (
    reason: FailureReason,
    paint: Paint,
    widthOf: WidthOf,
  ) => ReasonText;
  return text(reason, paint, widthOf);
}

/** Whether what was printed stands in the comparison already. */
function showsOutput(mismatch: FailedExpectation['mismatch']): boolean {
  if (mismatch.kind !== 'http') return mismatch.kind === 'lines';
  return mismatch.status !== undefined || mismatch.body?.kind === 'lines';
}

function showRequest(request: string): string {
  return `  ${cutLine(showControls(request))}`;
}

/** The reason in a few words, for a step that is tried again. */
export function summarizeReason(reason: FailureReason, paint: Paint): string {
  if (reason.kind === 'http-status') return `HTTP ${reason.status}`;
  if (reason.kind === 'no-response') return showControls(reason.message);
  if (reason.kind === 'exit') return describeExit(reason.exit);
  if (reason.kind === 'expectation') {
    const [first] = reason.failures;
    if (first !== undefined) return `${first.summary} does not match`;
  }
  return describeReason(reason, paint).lines[0]?.trim() ?? '';
}

/** A line that a step printed, set off from the account. */
export function quoteLine(line: string): string {
  return `    ${cutLine(showControls(line))}`.trimEnd();
}

/** `exited with 1` or `was ended by SIGKILL`. */
export function describeExit(exit: ExitStatus): string {
  if (exit.signal !== undefined) return `ended by ${signalName(exit.signal)}`;
  return `exited with ${exit.code}`;
}

/** `exit 1` or `SIGKILL`. */
export function shortExit(exit: ExitStatus): string {
  return exit.signal !== undefined ? signalName(exit.signal) : `exit ${exit.code}`;
}

function signalName(signal: string): string {
  return signal.startsWith('SIG') ? signal : `SIG${signal}`;
}

function describeRule(rule: ExitRule): string {
  switch (rule.kind) {
    case 'codes':
      return `expects ${rule.codes.join(' or ')}`;
    case 'nonzero':
      return 'expects a code other than 0';
    case 'any':
      return 'expects any code';
    case 'signal':
      return `expects ${signalName(rule.signal)}`;
  }
}

function describeCommand(command: FailedCommand | undefined, paint: Paint): string[] {
  if (command === undefined) return [];
  const { line, source, message, pipeStatus } = command;
  return [
    describeRow(line, undefined, cutLine(showControls(source))),
    ...(message === undefined
      ? []
      : [describeRow(undefined, undefined, paint.red(cutLine(showControls(message))))]),
    ...(pipeStatus === undefined || pipeStatus.length < 2
      ? []
      : [describeRow(undefined, undefined, `exit codes of its parts: ${pipeStatus.join(' | ')}`)]),
  ];
}

/** Where the mismatch shows no lines of the document, the commands that led to it. */
function describeCommands(
  failures: readonly FailedExpectation[],
  commands: readonly SourceLine[],
): string[] {
  if (failures.every(({ mismatch }) => mismatch.kind === 'lines')) return [];
  return commands.map(({ line, source }) =>
    describeRow(line, undefined, cutLine(showControls(source))),
  );
}

/** What stderr said last, unless the comparison shows it already. */
function describeStderr(
  failures: readonly FailedExpectation[],
  stderr: readonly string[],
  paint: Paint,
): string[] {
  const isShown = failures.some(
    ({ mismatch }) => mismatch.kind === 'lines' && mismatch.stream === 'stderr',
  );
  if (isShown || stderr.length === 0) return [];
  const shown = stderr.slice(-STDERR_LINES);
  const title = shown.length === 1 ? 'last line' : `last ${countOf(shown.length, 'line')}`;
  return [`  ${paint.dim(`${title} of stderr:`)}`, ...shown.map(quoteLine)];
}

function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(3, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(1))} ${units[power]}`;
}
