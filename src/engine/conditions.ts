import { join } from 'node:path';
import type { Step } from '../model/types.ts';
import { quoteForShell } from '../session/quote-for-shell.ts';
import { StepOutput } from '../store/step-output.ts';
import type { RunContext } from './context.ts';
import { type Killed, KillSwitch } from './kill-switch.ts';
import { TAIL_LINES } from './step-result.ts';
import type { FailureReason, StepVerdict } from './verdict.ts';

/** A condition is a question, not work. */
const CONDITION_TIMEOUT_MS = 10_000;
const CONDITION_OUTPUT_LIMIT = 1024 * 1024;

/** The verdict of a step that does not run here; `undefined` when it does. */
export async function checkConditions(
  context: RunContext,
  step: Step,
  index: number,
): Promise<StepVerdict | undefined> {
  const actual = context.session.target.system;
  if (step.os !== undefined && !step.os.includes(actual)) {
    return { status: 'skipped', reason: { kind: 'os', wanted: step.os, actual } };
  }
  for (const kind of ['if', 'unless'] as const) {
    const command = step[kind];
    const verdict =
      command === undefined ? undefined : await ask(context, step, index, kind, command);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

async function ask(
  context: RunContext,
  step: Step,
  index: number,
  kind: 'if' | 'unless',
  command: string,
): Promise<StepVerdict | undefined> {
  const { folder, session } = context;
  const { scripts } = session.target;
  const name = `${index}-${step.id}.${kind}.sh`;
  const script = join(scripts.place(folder.path), name);
  const question = `${script}.question`;
  scripts.write(question, `${command}\n`);
  // The parentheses make the copy of the shell.
  scripts.write(script, `( \\builtin . ${quoteForShell(question)} )\n`);
  const killSwitch = new KillSwitch(context);
  const output = new StepOutput({
    log: join(folder.path, `${name}.log`),
    split: false,
    live: false,
    masker: context.masker,
    secret: step.secret,
    limit: CONDITION_OUTPUT_LIMIT,
    onLimit: () => killSwitch.kill({ kind: 'output-limit' }),
  });
  const before = context.session.snapshot;
  const wiring = { script, merged: true, env: {}, traps: false, condition: true };
  const { exit } = await killSwitch.during(CONDITION_TIMEOUT_MS, () =>
    context.session.run(wiring, output.sinks),
  );
  output.flush();
  if (exit.code === undefined) {
    // The tree may still be dying.
    await context.session.kill(context.hurry.signal);
    await context.session.rollback(before);
  }
  const { killed } = killSwitch;
  if (killed !== undefined) return failed(describeKilled(kind, killed));
  const holds = exit.code === 0 ? true : exit.code === 1 ? false : undefined;
  if (holds === undefined) {
    const text = output.output.tail(TAIL_LINES).join('\n');
    return failed({ kind: 'condition', attribute: kind, exit, output: text });
  }
  return holds === (kind === 'if') ? undefined : { status: 'skipped', reason: { kind, command } };
}

function describeKilled(kind: 'if' | 'unless', killed: Killed): FailureReason {
  const what =
    killed.kind === 'timeout'
      ? `had no answer after ${killed.timeoutMs / 1000}s`
      : 'printed more than 1 MiB';
  return {
    kind: 'cannot-start',
    message: `its \`${kind}\` condition ${what}`,
    hint: 'a condition only asks; work belongs into a step',
  };
}

function failed(reason: FailureReason): StepVerdict {
  return { status: 'failed', reason };
}
