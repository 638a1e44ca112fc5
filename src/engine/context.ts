import { substituteReferences } from '../model/references.ts';
import type { Step } from '../model/types.ts';
import type { Plan } from '../plan/types.ts';
import type { FileReserve } from '../session/open-files.ts';
import type { Session } from '../session/session.ts';
import type { LogFiles } from '../store/log-files.ts';
import type { Masker } from '../store/mask.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { StateStore } from '../store/state-store.ts';
import type { BackgroundStep } from './background.ts';
import type { RunEvent } from './events.ts';
import type { InterruptSignal } from './interrupt-signal.ts';
import type { RunOptions } from './types.ts';
import type { StepVerdict } from './verdict.ts';

/** Variable that every process of a run has in its environment, with the run's id. */
export const RUN_TAG = 'RUNBOOK_RUN';

/** Why the run has to stop before its plan is through. */
export type StopCause =
  | { readonly kind: 'signal'; readonly signal: InterruptSignal }
  | { readonly kind: 'run-timeout'; readonly timeoutMs: number }
  /** A person at the run left it to go on later, or said no to a question. */
  | { readonly kind: 'operator'; readonly action: 'quit' | 'decline' }
  /** The engine cannot go on; what was started still has to be stopped. */
  | { readonly kind: 'engine-error'; readonly error: unknown };

/** How a step ended last. */
export interface StepEnding {
  /** ISO 8601. */
  readonly time: string;
  readonly durationMs: number;
  readonly status: StepVerdict['status'];
}

/** What all parts of a run share. */
export interface RunContext {
  readonly plan: Plan;
  readonly options: RunOptions;
  readonly folder: RunFolder;
  readonly masker: Masker;
  readonly session: Session;
  /** How the steps ended that have, and when, by id; those of before the run was resumed as well. */
  readonly ends: Map<string, StepEnding>;
  readonly values: Values;
  readonly states: StateStore;
  /** What every shell of the run begins with. */
  readonly env: Readonly<Record<string, string>>;
  /** Ids of the steps that have done something, or part of it, whatever was made of them since. */
  readonly started: Set<string>;
  /** Background steps that were started and not stopped yet, by id. */
  readonly background: Map<string, BackgroundStep>;
  /** Ids of background steps that ended by themselves after they were up. */
  readonly died: Set<string>;
  /** The step whose code a file of the run folder holds, by the file's path. */
  readonly scripts: Map<string, Step>;
  /** Masks, records and reports an event; never throws. */
  readonly emit: (event: RunEvent) => void;
  /** The logs of the steps that have printed something, by id. */
  readonly logs: Map<string, string>;
  readonly logFiles: LogFiles;
  /** Ends the time that the run has: what it does from then on has time of its own. */
  liftLimit: () => void;
  /** Ends what is under way and not the run; `false` where only the run can be ended. */
  interruptStep: (() => boolean) | undefined;
  /** Aborted when the step under way must stop; a fresh one is set for cleanup. */
  stop: AbortController;
  /** Released when the engine fails, so that what was started can still be ended. */
  readonly reserve: FileReserve;
  stopCause: StopCause | undefined;
  /** Aborted when there is no time for grace: everything is killed at once. */
  readonly hurry: AbortController;
}

/** Params and captures, as steps and expectations may use them. */
export class Values {
  readonly #real = new Map<string, string>();
  readonly #masker: Masker;

  constructor(plan: Plan, masker: Masker) {
    this.#masker = masker;
    for (const param of plan.params) {
      for (const name of [param.name, param.env]) this.#real.set(name, param.value);
    }
  }

  /** As they are: for what goes into no text. */
  get real(): ReadonlyMap<string, string> {
    return this.#real;
  }

  /** With secrets masked: what printed text is compared with is masked as well. */
  get shown(): ReadonlyMap<string, string> {
    return new Map([...this.#real].map(([name, value]) => [name, this.#masker.text(value)]));
  }

  capture(captures: ReadonlyMap<string, string>): void {
    for (const [name, value] of captures) this.#real.set(name, value);
  }

  /** Takes back what was captured since {@link real} was copied. */
  restore(values: ReadonlyMap<string, string>): void {
    this.#real.clear();
    this.capture(values);
  }

  /** Replaces `${name}`; a name that does not exist stays as it is (the model has refused it). */
  fill(text: string): string {
    return substituteReferences(text, (name) => this.#real.get(name));
  }

  /** The same for people: with the mask where a secret would be. */
  fillShown(text: string): string {
    return substituteReferences(text, (name) => {
      const value = this.#real.get(name);
      return value === undefined ? undefined : this.#masker.text(value);
    });
  }

  /** The value that is masked in {@link shown}; `undefined` for a name that is no secret. */
  secret(name: string): string | undefined {
    const value = this.#real.get(name);
    return value === undefined || value === this.#masker.text(value) ? undefined : value;
  }
}

export function now(): string {
  return new Date().toISOString();
}
