import type { PlannedStep } from '../plan/types.ts';
import type { SavedState } from '../session/types.ts';
import { collectDead, stopBackground } from './background-end.ts';
import { now, type RunContext } from './context.ts';
import { diagnose } from './diagnose.ts';
import { applyEdit } from './edit.ts';
import { goOn, skipInterrupted } from './go-on.ts';
import type { Progress } from './lifecycle.ts';
import { meetRequirements } from './meet-requirements.ts';
import { leaveRun, recordDecision } from './people.ts';
import { planEdited } from './resumption.ts';
import { rollBack } from './rollback.ts';
import { openShellHere } from './shell-here.ts';
import type { FailureChoice, StepChoice, StepDialogue, StepStop } from './step-dialogue.ts';
import { restartable } from './step-interrupt.ts';
import { passed } from './step-result.ts';
import { runStep } from './step-runner.ts';
import { stopRun } from './stop.ts';
import type { StepVerdict } from './verdict.ts';
import { viewStop } from './view-stop.ts';

/**
 * Goes through the steps as a person says: the same steps, verdicts and events as in any other run,
 * in an order of the person's own. It ends when every step has passed or was decided on, or the
 * person leaves.
 */
export async function walkSteps(
  context: RunContext,
  progress: Progress,
  dialogue: StepDialogue,
): Promise<void> {
  if (!(await meetRequirements(context, progress, dialogue))) return;
  if (context.options.resumption !== undefined && !(await goOn(context, progress))) return;
  await new Walk(context, progress, dialogue).go();
}

/** A person's way through the steps after the prerequisites. */
class Walk {
  readonly #context: RunContext;
  readonly #progress: Progress;
  readonly #dialogue: StepDialogue;
  /** With the blocks that were edited in the place of the document's. */
  readonly #steps: PlannedStep[];
  /** The states before the steps that have run, to try one again. */
  readonly #states = new Map<string, SavedState>();
  #asks = true;
  /** Set when what was done has been undone. */
  #isOver = false;
  #trouble: readonly string[] | undefined;

  constructor(context: RunContext, progress: Progress, dialogue: StepDialogue) {
    this.#context = context;
    this.#progress = progress;
    this.#dialogue = dialogue;
    this.#steps = [...planEdited(context)];
  }

  async go(): Promise<void> {
    let at = this.#nextOpen(0);
    while (at !== undefined && !this.#isStopped) {
      const next: number | undefined = await this.#visit(at);
      if (this.#isStopped) return;
      at = next ?? this.#nextOpen(at + 1) ?? this.#nextOpen(0);
    }
  }

  get #isStopped(): boolean {
    return this.#isOver || this.#context.stop.signal.aborted;
  }

  /** The first step from an index on about which nothing is decided. */
  #nextOpen(from: number): number | undefined {
    const index = this.#steps.findIndex((planned, at) => at >= from && this.#isOpen(planned));
    return index === -1 ? undefined : index;
  }

  #isOpen({ step }: PlannedStep): boolean {
    const verdict = this.#progress.verdicts.get(step.id);
    if (step.role === 'require' || this.#progress.ignored.has(step.id)) return false;
    if (verdict === undefined || this.#context.died.has(step.id)) return true;
    if (verdict.status === 'skipped') return verdict.reason.kind === 'not-reached';
    return verdict.status !== 'passed';
  }

  /** One step: the index of another one, where the person went there instead. */
  async #visit(at: number): Promise<number | undefined> {
    const { step } = this.#step(at);
    const skipped = skipInterrupted(this.#context, step);
    if (skipped !== undefined) {
      this.#progress.verdicts.set(step.id, skipped);
      return undefined;
    }
    const choice: StepChoice = this.#asks
      ? await this.#dialogue.before(this.#stop(at), this.#context.stop.signal)
      : { kind: 'run' };
    if (this.#isStopped) return undefined;
    this.#trouble = undefined;
    if (choice.kind === 'quit' || choice.kind === 'interrupt') return this.#act(at, choice);
    // What has died meanwhile is told of before anything else happens.
    const dead = await this.#findDead();
    if (dead !== undefined) return await this.#fail(dead);
    return this.#act(at, choice);
  }

  /** @returns where to go; `undefined`: to the next step */
  async #act(at: number, choice: FailureChoice): Promise<number | undefined> {
    const { id } = this.#step(at).step;
    switch (choice.kind) {
      case 'all':
        this.#asks = false;
        // One that was gone back to is none of the rest.
        return this.#isOpen(this.#step(at)) ? this.#run(at, 'run') : undefined;
      case 'run':
        return this.#run(at, 'run');
      case 'manual':
        return this.#run(at, 'by-hand');
      case 'skip':
        this.#skip(at, choice.why);
        return undefined;
      case 'ignore':
        this.#record(at, 'ignore', choice.why);
        this.#progress.ignored.add(id);
        return undefined;
      case 'done':
        this.#markDone(at, choice.why, choice.captures);
        return undefined;
      case 'go':
        return this.#steps.findIndex(({ step }) => step.id === choice.to);
      case 'edit':
        await this.#edit(at, choice.code);
        return at;
      case 'shell':
        await this.#openShell(id);
        return at;
      case 'none':
        return at;
      case 'diagnose':
        await restartable(this.#context, 'diagnosis', () =>
          diagnose(this.#context, this.#step(at).step),
        );
        return at;
      case 'rollback':
        await rollBack(this.#context, this.#progress);
        this.#isOver = true;
        return undefined;
      case 'quit':
        leaveRun(this.#context, this.#step(at).step, choice.why);
        return undefined;
      case 'interrupt':
        stopRun(this.#context, { kind: 'signal', signal: 'SIGINT' });
        return undefined;
    }
  }

  async #run(at: number, how: 'run' | 'by-hand'): Promise<number | undefined> {
    const planned = this.#step(at);
    const { id } = planned.step;
    const { session, died } = this.#context;
    // One that is up already would be in the way of itself.
    await stopBackground(this.#context, id, 'stops');
    this.#progress.begun = true;
    this.#progress.ignored.delete(id);
    died.delete(id);
    this.#states.set(id, session.snapshot);
    const verdict = await restartable(this.#context, 'step', () =>
      runStep(this.#context, planned, at + 1, how),
    );
    this.#progress.verdicts.set(id, verdict);
    if (this.#isStopped) return undefined;
    const dead = await this.#findDead();
    if (dead !== undefined && dead !== at) return this.#fail(dead);
    return verdict.status === 'failed' || verdict.status === 'cancelled'
      ? this.#fail(at)
      : undefined;
  }

  /** Asks what to do about a failure until it leads somewhere. */
  async #fail(at: number): Promise<number | undefined> {
    this.#asks = true;
    for (;;) {
      const { id } = this.#step(at).step;
      const verdict = this.#progress.verdicts.get(id);
      if (verdict === undefined) return at;
      const choice = await this.#dialogue.failed(
        this.#stop(at),
        verdict,
        this.#context.stop.signal,
      );
      if (this.#isStopped) return undefined;
      this.#trouble = undefined;
      const dead = await this.#findDead();
      if (dead !== undefined && dead !== at) return this.#fail(dead);
      if (choice.kind === 'none') continue;
      if (choice.kind === 'edit') {
        if (!(await this.#edit(at, choice.code))) continue;
        return this.#retry(at);
      }
      if (choice.kind === 'run' || choice.kind === 'all') {
        this.#asks = choice.kind === 'run';
        return this.#retry(at);
      }
      if (choice.kind === 'shell' || choice.kind === 'diagnose') {
        await this.#act(at, choice);
        if (this.#isStopped) return undefined;
        continue;
      }
      return this.#act(at, choice);
    }
  }

  /** What is taken over from the shell holds for the step as well that is tried again. */
  async #openShell(id: string): Promise<void> {
    const takeOver = await openShellHere(this.#context, () =>
      this.#dialogue.takeBack(this.#context.stop.signal),
    );
    const state = this.#states.get(id);
    if (takeOver !== undefined && state !== undefined) this.#states.set(id, takeOver(state));
  }

  /** Tries a step again, in the state from before it. */
  async #retry(at: number): Promise<number | undefined> {
    const before = this.#states.get(this.#step(at).step.id);
    if (before !== undefined) await this.#context.session.rollback(before);
    return this.#run(at, 'run');
  }

  /** The place of a background step that has ended by itself. */
  async #findDead(): Promise<number | undefined> {
    const [dead] = await collectDead(this.#context);
    const at = this.#steps.findIndex(({ step }) => step.id === dead?.id);
    return at === -1 ? undefined : at;
  }

  #skip(at: number, why: string): void {
    const who = this.#record(at, 'skip', why);
    this.#settle(this.#step(at).step.id, {
      status: 'skipped',
      reason: { kind: 'operator', who, why },
    });
  }

  #markDone(at: number, why: string, captures: ReadonlyMap<string, string>): void {
    const { step } = this.#step(at);
    const who = this.#record(at, 'done', why);
    const verdict = passed(this.#context, captures, step.secret);
    const byHand = { who, note: why, override: true };
    this.#settle(step.id, verdict.status === 'passed' ? { ...verdict, byHand } : verdict);
  }

  /** @returns who decided it */
  #record(at: number, action: 'ignore' | 'skip' | 'done', why: string): string {
    const who = this.#context.options.operator?.who ?? '';
    recordDecision(this.#context, this.#step(at).step, who, { action, why });
    return who;
  }

  /** Ends a step that did not run. */
  #settle(id: string, verdict: StepVerdict): void {
    this.#progress.verdicts.set(id, verdict);
    this.#progress.begun = true;
    this.#context.died.delete(id);
    this.#context.emit({
      type: 'step-end',
      time: now(),
      step: id,
      verdict,
      durationMs: 0,
      attempts: 0,
    });
  }

  /** @returns whether the block can be what it was made */
  async #edit(at: number, code: string): Promise<boolean> {
    const planned = this.#step(at);
    const edited = await applyEdit(this.#context, planned, code);
    if (edited.ok) this.#steps[at] = edited.planned;
    else this.#trouble = edited.trouble;
    return edited.ok;
  }

  #step(at: number): PlannedStep {
    const planned = this.#steps[at];
    if (planned === undefined) throw new Error(`there is no step ${at}`);
    return planned;
  }

  #stop(at: number): StepStop {
    return viewStop(this.#context, this.#progress, this.#steps, at, this.#trouble);
  }
}
