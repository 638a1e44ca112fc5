import type { RunEvent, StepView } from '../engine/events.ts';
import type { ByHand, SkipReason, StepVerdict } from '../engine/verdict.ts';
import { isAside } from '../model/roles.ts';
import { describeDecision } from './decision-text.ts';
import type { AsideEnd, Diagnosis } from './diagnosis-text.ts';
import type { Failure } from './failure-text.ts';
import { showControls } from './visible.ts';

type StepEnd = Extract<RunEvent, { type: 'step-end' }>;
type BackgroundDied = Extract<RunEvent, { type: 'background-died' }>;

/** What a reporter for people remembers of a run while its events come in. */
export class RunRecord {
  /** In the order they run. */
  steps: readonly StepView[] = [];
  /** Whether the document has no step at all, selected or not. */
  isWithoutSteps = false;
  document = '';
  /** Whether what a run left is being ended, and not a run under way. */
  stopping = false;
  /** The failures so far. */
  readonly failures: Failure[] = [];
  /** What to say after everything else. */
  readonly remarks: string[] = [];
  /** What was found out about failures, in order. */
  readonly diagnoses: Diagnosis[] = [];
  /** How what was done was undone. */
  readonly rollbacks: AsideEnd[] = [];
  /** The document's checklist as the run left it. */
  checklist: Extract<RunEvent, { type: 'checklist' }> | undefined;
  readonly #byId = new Map<string, StepView>();
  readonly #bounds = new Map<string, number>();
  readonly #ended = new Map<string, StepEnd['verdict']['status'] | 'not-reached'>();

  /** Takes note of an event; to be called with every one, first of all. */
  update(event: RunEvent): void {
    switch (event.type) {
      case 'run-start':
      case 'stop-start':
        this.#begin(event);
        break;
      case 'attempt-start':
        if (event.of !== undefined) this.#bounds.set(event.step, event.of);
        break;
      case 'step-end':
        this.#noteEnd(event);
        break;
      case 'background-died':
        this.#noteDeath(event);
        break;
      case 'background-kept':
        this.remarks.push(`${event.step} is still running; stop it with: ${event.stop}`);
        break;
      case 'cleanup':
        if (event.suspended !== undefined) this.remarks.push(describeSuspended(event));
        break;
      case 'diagnosis':
        this.diagnoses.push({ document: this.document, event, ends: [] });
        break;
      case 'rollback':
        if (event.refused !== undefined)
          this.remarks.push(`it was not rolled back: ${event.refused}`);
        break;
      case 'checklist':
        this.checklist = event;
        break;
      case 'operator':
        this.#noteDecision(event);
        break;
      case 'notice':
        this.remarks.push(event.text);
        break;
    }
  }

  step(id: string): StepView | undefined {
    return this.#byId.get(id);
  }

  /** How many steps ended in a way. */
  count(status: StepEnd['verdict']['status']): number {
    return [...this.#ended.values()].filter((ended) => ended === status).length;
  }

  /** Steps that never had their turn, those of a suspended cleanup left out. */
  get notReached(): number {
    return this.steps.filter((step) => {
      const ended = this.#ended.get(step.id);
      return ended === 'not-reached' || (ended === undefined && !isAside(step.role));
    }).length;
  }

  /** A journal can hold several beginnings, and what comes after one is told anew. */
  #begin(event: Extract<RunEvent, { type: 'run-start' | 'stop-start' }>): void {
    const { type, document, steps } = event;
    this.stopping = type === 'stop-start';
    this.isWithoutSteps =
      type === 'run-start' && steps.length === 0 && event.unselected === undefined;
    this.document = document;
    this.steps = steps;
    for (const step of steps) this.#byId.set(step.id, step);
    this.#ended.clear();
    this.failures.length = 0;
    this.remarks.length = 0;
    this.diagnoses.length = 0;
    this.rollbacks.length = 0;
    this.checklist = undefined;
  }

  #noteEnd(event: StepEnd): void {
    const { verdict } = event;
    const aside = this.#byId.get(event.step);
    if (aside?.role === 'diagnose' || aside?.role === 'rollback') {
      const ends = aside.role === 'rollback' ? this.rollbacks : this.diagnoses.at(-1)?.ends;
      ends?.push({ step: aside, end: event });
      return;
    }
    const unreached = verdict.status === 'skipped' && verdict.reason.kind === 'not-reached';
    this.#ended.set(event.step, unreached ? 'not-reached' : verdict.status);
    const step = this.#byId.get(event.step);
    if (verdict.status !== 'failed' || step === undefined) return;
    const bound = this.#bounds.get(event.step);
    this.failures.push({
      document: this.document,
      step,
      reason: verdict.reason,
      durationMs: event.durationMs,
      attempts: event.attempts,
      ...(bound === undefined ? {} : { of: bound }),
      ...(event.log === undefined ? {} : { log: event.log }),
      ...(event.tail === undefined ? {} : { tail: event.tail }),
      ...(event.hidden === undefined ? {} : { hidden: event.hidden }),
    });
  }

  #noteDecision(event: Extract<RunEvent, { type: 'operator' }>): void {
    const isCleanup = this.step(event.step ?? '')?.role === 'cleanup';
    const text = describeDecision(event, isCleanup);
    if (text !== undefined) this.remarks.push(text);
  }

  #noteDeath(event: BackgroundDied): void {
    this.#ended.set(event.step, 'failed');
    const step = this.#byId.get(event.step);
    if (step === undefined) return;
    this.failures.push({
      document: this.document,
      step,
      reason: event.reason,
      tail: event.tail,
      ...(event.log === undefined ? {} : { log: event.log }),
    });
  }
}

/** Why cleanup did not run, and how it does. */
export function describeSuspended({
  suspended,
  later,
}: Extract<RunEvent, { type: 'cleanup' }>): string {
  const how = later === undefined ? '--cleanup runs it' : `later: ${later}`;
  return `cleanup did not run: ${suspended}; ${how}`;
}

/** Why a step was left out, in words. */
export function describeSkip(reason: SkipReason): string {
  switch (reason.kind) {
    case 'if':
      return `skipped: \`${reason.command}\` does not hold`;
    case 'unless':
      return `skipped: \`${reason.command}\` holds already`;
    case 'os':
      return `skipped: for ${reason.wanted.join(', ')}; this is ${reason.actual}`;
    case 'interrupted':
      return 'skipped: it was under way when the engine died, and is taken as done';
    case 'operator':
      return `skipped by ${reason.who}: ${reason.why}`;
    case 'not-reached':
      return 'not reached';
  }
}

/** Who did a step in place of the run. */
export function describeByHand({ who, flag, note, override }: ByHand): string {
  const by = flag === undefined ? '' : `, says ${flag}`;
  const said = note === undefined ? '' : `: ${showControls(note)}`;
  return `done by ${who}${by}${override ? ', unchecked' : ''}${said}`;
}

/** What stands before the time of a step: its label has the document's block, which may not be what ran. */
export function markEdited(verdict: StepVerdict): string {
  return verdict.status === 'passed' && verdict.edited === true ? 'edited, ' : '';
}
