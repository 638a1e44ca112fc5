import { readExcerpt } from '../expect/text/excerpt.ts';
import type { OutputView, ResponseHead } from '../expect/types.ts';
import { expectsResponse } from '../model/expects-response.ts';
import type { HttpRequest, Step } from '../model/types.ts';
import { exchange, type OutgoingRequest } from '../session/http/exchange.ts';
import { describeTrouble } from '../session/http/trouble.ts';
import { rethrowOutOfFiles } from '../session/open-files.ts';
import { StepOutput } from '../store/step-output.ts';
import type { RunContext } from './context.ts';
import { evaluateExpectations } from './evaluate.ts';
import { fillRequest, showRequest } from './fill-request.ts';
import { type Killed, KillSwitch } from './kill-switch.ts';
import { createLiveView } from './live-view.ts';
import { limitReached, outputLimit } from './output-limit.ts';
import {
  type Attempt,
  type AttemptResult,
  type AttemptSettings,
  logError,
  TAIL_LINES,
  tellOutput,
} from './step-result.ts';
import { createSurroundings } from './surroundings.ts';
import type { FailureReason } from './verdict.ts';

const NOTHING: OutputView = { size: 0, chunks: () => [] };

/**
 * Sends a request and judges the response. Its log has the status line, the headers and the body,
 * its expectations see the body as what was printed.
 */
export function createHttpAttempt(context: RunContext, step: Step, request: HttpRequest): Attempt {
  return async ({ log, timeoutMs, isLast }) => {
    const filled = fillRequest(context, request);
    if (!filled.ok) return { status: 'failed', reason: filled.reason, tail: [], durationMs: 0 };
    if (context.stop.signal.aborted) return { status: 'cancelled', tail: [], durationMs: 0 };
    const sent = await send(context, step, filled.request, log, timeoutMs);
    const { output } = sent;
    try {
      if (output.output.error !== undefined) throw logError(log, output.output.error);
      rethrowOutOfFiles(sent.error);
      return await judge(context, step, showRequest(context, request), sent, isLast);
    } finally {
      output.release();
    }
  };
}

/** A request with what became of it. */
interface SentRequest {
  readonly output: StepOutput;
  readonly durationMs: number;
  /** Set once a response began. */
  readonly head?: ResponseHead;
  /** Why there is no complete response. */
  readonly error?: unknown;
  readonly killed: Killed | undefined;
}

async function send(
  context: RunContext,
  step: Step,
  request: OutgoingRequest,
  log: string,
  timeoutMs: number,
): Promise<SentRequest> {
  const abort = new AbortController();
  const killSwitch = new KillSwitch(context, () => abort.abort());
  const live = createLiveView(context, step);
  const output = new StepOutput({
    log,
    split: true,
    live: false,
    masker: context.masker,
    secret: step.secret,
    limit: outputLimit(context, step),
    onLimit: () => killSwitch.kill({ kind: 'output-limit' }),
    ...(live === undefined ? {} : { onActivity: () => live.show(output.output) }),
  });
  const received: { head?: ResponseHead; error?: unknown } = {};
  const onHead = (head: ResponseHead): void => {
    received.head = step.secret ? head : context.masker.data(head);
    // By the other stream, so that it is in the log and not in the body.
    output.sinks.err(Buffer.from(writeHead(head)));
    output.flush();
  };
  const { network } = context.session.target;
  const start = performance.now();
  await killSwitch
    .during(timeoutMs, () =>
      exchange(request, { onHead, onBody: output.sinks.out }, abort.signal, network.connect),
    )
    .catch((error) => {
      received.error = error;
    });
  const durationMs = performance.now() - start;
  live?.stop();
  output.finish();
  return { output, durationMs, ...received, killed: killSwitch.killed };
}

function writeHead({ version, status, reason, headers }: ResponseHead): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\n`);
  return `${`HTTP/${version} ${status} ${reason}`.trimEnd()}\n${lines.join('')}\n`;
}

async function judge(
  context: RunContext,
  step: Step,
  request: string,
  sent: SentRequest,
  isLast: AttemptSettings['isLast'],
): Promise<AttemptResult> {
  const { output, durationMs, head } = sent;
  const done = { durationMs, tail: output.output.tail(TAIL_LINES), ...tellOutput(step, output) };
  if (sent.killed === undefined && context.stop.signal.aborted) {
    return { ...done, status: 'cancelled' };
  }
  const reason = findFailure(context, step, request, sent);
  if (reason !== undefined) return { ...done, status: 'failed', reason };
  const subject = {
    exit: { code: 0 },
    durationMs,
    stdout: output.stdout,
    stderr: NOTHING,
    output: output.stdout,
    ...(head === undefined ? {} : { response: head }),
    surroundings: createSurroundings(context, step),
  };
  const evaluation = await evaluateExpectations(context, step, subject, isLast(durationMs));
  // What they ask of the host is cut short then, and its answers say nothing.
  if (context.stop.signal.aborted) return { ...done, status: 'cancelled' };
  if (evaluation.ok) return { ...done, status: 'passed', captures: evaluation.captures };
  return { ...done, status: 'failed', reason: evaluation.reason };
}

/** What fails the step before its expectations are asked. */
function findFailure(
  context: RunContext,
  step: Step,
  request: string,
  { killed, error, head, output }: SentRequest,
): FailureReason | undefined {
  if (killed?.kind === 'timeout') return { ...killed, request };
  if (killed !== undefined) return { ...limitReached(context, step), request };
  const begun = head !== undefined;
  if (error !== undefined) {
    return { kind: 'no-response', request, begun, ...describeTrouble(error) };
  }
  if (head === undefined || (head.status >= 200 && head.status < 300)) return undefined;
  if (expectsResponse(step)) return undefined;
  const excerpt = readExcerpt(output.stdout);
  const { status, reason: statusText } = head;
  return { kind: 'http-status', request, status, statusText, excerpt };
}
