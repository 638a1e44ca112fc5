import type { ExitStatus, Subject } from '../expect/types.ts';
import type { ExitRule, Step } from '../model/types.ts';
import { createMasker } from '../store/mask.ts';
import { captureStream, refuseCapture } from './capture.ts';
import type { RunContext } from './context.ts';
import { listCommands, readsApart, readTail } from './failure-context.ts';
import { policyFor } from './policy-for.ts';
import type { FailedExpectation, FailureReason } from './verdict.ts';

export type Evaluation =
  | { readonly ok: true; readonly captures: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly reason: FailureReason };

/** Whether a status is what `exit=` asks for. A shell reports a signal N as 128 + N. */
export function matchesExit(exit: ExitStatus, rule: ExitRule, signals: SignalNumbers): boolean {
  switch (rule.kind) {
    case 'any':
      return true;
    case 'nonzero':
      return exit.code !== 0;
    case 'codes':
      return rule.codes.includes(exit.code ?? 128 + (signals[`SIG${exit.signal}`] ?? 0));
    case 'signal':
      return (
        exit.signal === rule.signal || exit.code === 128 + (signals[`SIG${rule.signal}`] ?? -1)
      );
  }
}

/** Signal names to numbers, as `os.constants.signals`. */
export type SignalNumbers = Readonly<Record<string, number | undefined>>;

/**
 * Holds an attempt against all expectations of its step, reads what it captures, and judges how long
 * it took.
 *
 * @param last whether the step fails if they do not hold: no further attempt follows
 */
export async function evaluateExpectations(
  context: RunContext,
  step: Step,
  subject: Subject,
  last: boolean,
): Promise<Evaluation> {
  // What a secret step prints is real, and so is what it is compared with; nobody else is to see it.
  const policy = step.secret ? undefined : policyFor(context, step);
  const masker = step.secret ? createMasker([]) : context.masker;
  const scope = new Map(step.secret ? context.values.real : context.values.shown);
  const captures = new Map<string, string>();
  const failures: FailedExpectation[] = [];
  for (const expectation of step.expectations) {
    const { fence, compiled } = expectation;
    const result = await compiled.evaluate(subject, scope);
    const found = result.ok
      ? result.captures
      : last && policy !== undefined
        ? await policy.settle({ step, expectation, mismatch: result.mismatch, subject, scope })
        : null;
    if (found === null) {
      if (!result.ok)
        failures.push({ line: fence.line, summary: compiled.summary, mismatch: result.mismatch });
      continue;
    }
    for (const [name, value] of found) {
      const reason = refuseCapture(name, value, masker);
      if (reason !== undefined) return { ok: false, reason };
      captures.set(name, value);
      scope.set(name, value);
    }
  }
  if (failures.length > 0) {
    const stderr = readsApart(step) ? { stderr: readTail(subject.stderr) } : {};
    const commands = listCommands(step);
    return { ok: false, reason: { kind: 'expectation', failures, commands, ...stderr } };
  }
  if (step.capture !== undefined) {
    const captured = captureStream(step.capture, subject.stdout, masker);
    if (!captured.ok) return captured;
    captures.set(step.capture, captured.value);
  }
  const { durationMs } = subject;
  if (step.maxMs !== undefined && durationMs > step.maxMs)
    return { ok: false, reason: { kind: 'too-slow', maxMs: step.maxMs, durationMs } };
  await policy?.observe(step, subject, scope);
  return { ok: true, captures };
}
