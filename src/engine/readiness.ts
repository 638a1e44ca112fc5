import type { Ready } from '../model/types.ts';
import { createProbe } from '../session/readiness/create.ts';
import { type Probe, UnusableReadinessError } from '../session/readiness/types.ts';
import type { BackgroundStep } from './background.ts';
import type { RunContext } from './context.ts';
import { evaluateExpectations } from './evaluate.ts';
import { findFailedCommand } from './failed-command.ts';
import { limitReached } from './output-limit.ts';
import { pauseFor } from './pause.ts';
import { TAIL_LINES } from './step-result.ts';
import { createSurroundings } from './surroundings.ts';
import type { FailureReason } from './verdict.ts';

/** The first pauses between probes are short, since most servers are up soon. */
const FIRST_PAUSE_MS = 20;

export type Readiness =
  | { readonly status: 'ready'; readonly captures: ReadonlyMap<string, string> }
  | { readonly status: 'failed'; readonly reason: FailureReason }
  | { readonly status: 'cancelled' };

export type Probes =
  | { readonly ok: true; readonly probes: readonly Probe[] }
  | { readonly ok: false; readonly reason: FailureReason };

/** The probes of `ready=` attributes, unless a value that was filled in does not fit. */
export async function createProbes(context: RunContext, ready: readonly Ready[]): Promise<Probes> {
  const fill = (text: string): string => context.values.fill(text);
  const { cwd, target } = context.session;
  try {
    const probes = ready.map((one) => createProbe(one, fill, cwd, target));
    return { ok: true, probes: await Promise.all(probes) };
  } catch (error) {
    if (!(error instanceof UnusableReadinessError)) throw error;
    const hint = 'correct `ready=`, or what gives its `${name}` a value';
    return { ok: false, reason: { kind: 'cannot-start', message: error.message, hint } };
  }
}

/** The failure when an address that the step is going to use is taken already. */
export async function findTakenAddress(
  probes: readonly Probe[],
): Promise<FailureReason | undefined> {
  for (const probe of probes) {
    const holder = await probe.holder();
    if (holder !== undefined) return { kind: 'address-taken', address: probe.description, holder };
  }
  return undefined;
}

/** Waits until all probes and expectations hold while the process is alive. */
export async function waitUntilReady(
  context: RunContext,
  background: BackgroundStep,
  probes: readonly Probe[],
): Promise<Readiness> {
  const { step } = background;
  const { withinMs, everyMs } = background.settings;
  const limitMs = Math.min(withinMs, step.timeoutMs);
  const start = performance.now();
  let pause = Math.min(FIRST_PAUSE_MS, everyMs);
  let shown = '';
  for (;;) {
    if (context.stop.signal.aborted) return { status: 'cancelled' };
    if (background.ended !== undefined) return exitedEarly(context, background);
    const last = performance.now() - start >= limitMs;
    const state = await probeOnce(context, background, probes, last);
    if (state.status === 'ready') return state;
    // Between the probe and now it may have ended; that is the better reason.
    if (background.ended !== undefined) return exitedEarly(context, background);
    if (state.status === 'failed') return state;
    const waitedMs = performance.now() - start;
    if (waitedMs >= limitMs) {
      // The time ran out during the probe: one more, that knows it.
      if (!last) continue;
      return state.failure === undefined
        ? { status: 'failed', reason: { kind: 'not-ready', waitedMs, lastReason: state.reason } }
        : { status: 'failed', reason: state.failure };
    }
    if (state.reason !== shown) {
      shown = state.reason;
      context.emit({ type: 'step-waiting', step: step.id, reason: shown });
    }
    await Promise.race([
      pauseFor(Math.min(pause, limitMs - waitedMs), context.stop.signal),
      background.outcome,
    ]);
    pause = Math.min(pause * 1.5, everyMs);
  }
}

type ProbeState =
  | Exclude<Readiness, { status: 'cancelled' }>
  /** `failure`: an expectation that did not hold, shown when time is up. */
  | { readonly status: 'waiting'; readonly reason: string; readonly failure?: FailureReason };

async function probeOnce(
  context: RunContext,
  background: BackgroundStep,
  probes: readonly Probe[],
  last: boolean,
): Promise<ProbeState> {
  for (const probe of probes) {
    const result = await probe.check({
      isOurs: (pid) => background.owns(pid),
      hasUser: (uid) => background.hasUser(uid),
      log: background.output.output.path,
      signal: context.stop.signal,
    });
    if (result.ready) continue;
    if (result.foreign !== undefined) {
      const reason = {
        kind: 'not-ours',
        address: probe.description,
        holder: result.foreign,
      } as const;
      return { status: 'failed', reason };
    }
    return { status: 'waiting', reason: `waiting for ${probe.description}: ${result.reason}` };
  }
  const { output, step } = background;
  const subject = {
    exit: { code: 0 },
    durationMs: performance.now() - background.startedAt,
    stdout: output.stdout,
    stderr: output.stderr,
    output: output.output,
    surroundings: createSurroundings(context, step),
  };
  const evaluation = await evaluateExpectations(context, step, subject, last);
  if (evaluation.ok) return { status: 'ready', captures: evaluation.captures };
  // It is ready, and waiting makes it no faster.
  if (evaluation.reason.kind === 'too-slow') return { status: 'failed', reason: evaluation.reason };
  return { status: 'waiting', reason: 'waiting for its expectations', failure: evaluation.reason };
}

function exitedEarly(context: RunContext, background: BackgroundStep): Readiness {
  const outcome = background.ended;
  if (outcome === undefined) throw new Error('the process has not ended');
  background.output.flush();
  const tail = background.output.output.tail(TAIL_LINES);
  const script = [...context.scripts].find(([, step]) => step === background.step)?.[0] ?? '';
  const command = findFailedCommand(outcome.records, context.scripts, script, tail);
  if (background.limited)
    return { status: 'failed', reason: limitReached(context, background.step) };
  return {
    status: 'failed',
    reason: {
      kind: 'exit-before-ready',
      exit: outcome.exit,
      ...(command === undefined ? {} : { command }),
    },
  };
}
