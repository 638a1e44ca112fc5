import type { RunEvent } from '../engine/events.ts';
import type { Moment } from '../session/process-table.ts';

export type RunStart = Extract<RunEvent, { type: 'run-start' }>;
export type RunEnd = Extract<RunEvent, { type: 'run-end' }>;
export type StepEnd = Extract<RunEvent, { type: 'step-end' }>;
export type OperatorDecision = Extract<RunEvent, { type: 'operator' }>;
export type BackgroundKept = Extract<RunEvent, { type: 'background-kept' }>;

/** What the journal of a run amounts to. */
export interface RunStory {
  /** The last beginning: a run that was resumed has several. */
  readonly start: RunStart;
  /** When the run began first, and when something happened last; ISO 8601. */
  readonly began: string;
  readonly last: string;
  /**
   * Time that the engine was at it, in milliseconds; of one that died, that of the steps it had ended.
   * From what was measured, not from the times of events: clocks are set.
   */
  readonly durationMs: number;
  /** The steps that came to an end, in the order in which they did; a dead background step failed. */
  readonly ends: ReadonlyMap<string, StepEnd>;
  /** Steps that did something in their time, whatever became of them. */
  readonly started: ReadonlySet<string>;
  /** Steps of {@link ends} whose failure a person at the run has ignored. */
  readonly ignored: ReadonlySet<string>;
  /** The last change of each block that is not the document's. */
  readonly edits: ReadonlyMap<string, OperatorDecision>;
  /** Who left the run, or declined a step, when, before which step, and why. */
  readonly left: OperatorDecision | undefined;
  /** Steps that began and did not end, with the moment of their beginning. */
  readonly open: ReadonlyMap<string, Moment | undefined>;
  /** The end of the run; absent when the engine died, or has not come so far. */
  readonly end: RunEnd | undefined;
  /** Whether a step other than `require` has begun: from then on cleanup is owed. */
  readonly begun: boolean;
  /** Whether cleanup has begun, or was left out. */
  readonly cleanup: 'none' | 'suspended' | 'ran';
  /** Background steps that were left running on purpose. */
  readonly kept: ReadonlyMap<string, BackgroundKept>;
  /** Background steps that the document itself had stopped. */
  readonly retired: ReadonlySet<string>;
  /** How far `stop` has come with the run. */
  readonly stop: 'none' | 'begun' | 'done';
}

/** Understands the events of a run; nothing when it never began. */
export function tellStory(events: readonly RunEvent[]): RunStory | undefined {
  const teller = new Teller();
  for (const event of events) teller.hear(event);
  return teller.story;
}

/** Fields as in {@link RunStory}. */
class Teller {
  #start: RunStart | undefined;
  #began = '';
  /** What the steps have taken since the last beginning. */
  #underWayMs = 0;
  #last = '';
  #durationMs = 0;
  #ends = new Map<string, StepEnd>();
  readonly #started = new Set<string>();
  readonly #ignored = new Set<string>();
  readonly #edits = new Map<string, OperatorDecision>();
  #left: OperatorDecision | undefined;
  readonly #open = new Map<string, Moment | undefined>();
  #carried: ReadonlySet<string> = new Set();
  #end: RunEnd | undefined;
  #begun = false;
  #cleanup: RunStory['cleanup'] = 'none';
  readonly #kept = new Map<string, BackgroundKept>();
  readonly #retired = new Set<string>();
  #stop: RunStory['stop'] = 'none';

  hear(event: RunEvent): void {
    if ('time' in event) this.#last = event.time;
    switch (event.type) {
      case 'run-start':
        this.#beginAgain(event);
        break;
      case 'stop-start':
        this.#endPart(this.#underWayMs);
        this.#stop = 'begun';
        break;
      case 'step-start':
        this.#hearStart(event);
        break;
      case 'step-end':
        this.#hearEnd(event);
        break;
      case 'background-died':
        this.#fail(event);
        break;
      case 'background-stopped':
        if (event.why === 'stops') this.#retired.add(event.step);
        this.#kept.delete(event.step);
        break;
      case 'background-kept':
        this.#kept.set(event.step, event);
        break;
      case 'operator':
        this.#hearDecision(event);
        break;
      case 'rollback':
        if (event.steps.length > 0) this.#cleanup = 'ran';
        break;
      case 'cleanup':
        if (event.suspended === undefined) this.#cleanup = 'ran';
        else if (this.#cleanup === 'none') this.#cleanup = 'suspended';
        break;
      case 'run-end':
        this.#hearRunEnd(event);
        break;
    }
  }

  get story(): RunStory | undefined {
    if (this.#start === undefined) return undefined;
    return {
      start: this.#start,
      began: this.#began,
      last: this.#last,
      durationMs: this.#durationMs + this.#underWayMs,
      ends: this.#ends,
      started: this.#started,
      ignored: this.#ignored,
      edits: this.#edits,
      left: this.#left,
      open: this.#open,
      end: this.#end,
      begun: this.#begun,
      cleanup: this.#cleanup,
      kept: this.#kept,
      retired: this.#retired,
      stop: this.#stop,
    };
  }

  #beginAgain(event: RunStart): void {
    this.#endPart(this.#underWayMs);
    if (this.#began === '') this.#began = event.time;
    this.#start = event;
    this.#end = undefined;
    this.#left = undefined;
    this.#stop = 'none';
    this.#cleanup = 'none';
    this.#carried = new Set(event.resumed?.carried);
    for (const { step, lost } of event.resumed?.edits ?? [])
      if (lost !== undefined) this.#edits.delete(step);
    this.#ends = new Map([...this.#ends].filter(([step]) => this.#carried.has(step)));
  }

  #hearStart({ step, since }: Extract<RunEvent, { type: 'step-start' }>): void {
    this.#retired.delete(step);
    this.#ignored.delete(step);
    // A cleanup that `stop` runs is no part of what the run had come to.
    if (this.#stop === 'begun') return;
    this.#open.set(step, since);
    const role = this.#roleOf(step);
    this.#begun ||= role !== 'require' && role !== 'diagnose';
  }

  #hearEnd(event: StepEnd): void {
    this.#open.delete(event.step);
    if (event.earlier !== true) this.#underWayMs += event.durationMs;
    const role = this.#roleOf(event.step);
    // They say nothing of how far the run has come.
    if (role === 'diagnose' || role === 'rollback') return;
    if (event.verdict.status !== 'skipped') this.#started.add(event.step);
    const unreached =
      event.verdict.status === 'skipped' && event.verdict.reason.kind === 'not-reached';
    // A carried step is told again, in the order of the document; when it was done is known already.
    if (unreached || (event.earlier === true && this.#ends.has(event.step))) return;
    // A background step that is started again keeps its place: what came after it is still done.
    if (!this.#carried.has(event.step)) this.#ends.delete(event.step);
    this.#ends.set(event.step, event);
  }

  #hearRunEnd(event: RunEnd): void {
    this.#endPart(event.summary.durationMs);
    // The end of `stop` is not that of the run.
    if (this.#stop === 'begun') this.#stop = 'done';
    else this.#end = event;
  }

  #hearDecision(event: OperatorDecision): void {
    if (event.action === 'edit' && event.step !== undefined) {
      if (event.restored === true) this.#edits.delete(event.step);
      else this.#edits.set(event.step, event);
    }
    if (event.action === 'ignore' && event.step !== undefined) this.#ignored.add(event.step);
    const ends = event.action === 'decline' && this.#roleOf(event.step ?? '') !== 'cleanup';
    if (event.action === 'quit' || ends) this.#left = event;
  }

  /** An engine is done with the run, and took so long. */
  #endPart(durationMs: number): void {
    this.#durationMs += durationMs;
    this.#underWayMs = 0;
  }

  #fail({ step, reason }: Extract<RunEvent, { type: 'background-died' }>): void {
    const end = this.#ends.get(step);
    if (end !== undefined) this.#ends.set(step, { ...end, verdict: { status: 'failed', reason } });
  }

  #roleOf(id: string): string | undefined {
    return this.#start?.steps.find((step) => step.id === id)?.role;
  }
}
