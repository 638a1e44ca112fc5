import type { FailedSettlement, Policy } from '../engine/types.ts';
import type { ExitStatus, Scope, Subject } from '../expect/types.ts';
import type { Expectation, Runbook, Step } from '../model/types.ts';
import { addFences, withOutput } from './add-fences.ts';
import { advance, type FenceState, restart, type Sample } from './fence-state.ts';
import { fitFence } from './fit-fence.ts';
import { keepSubject } from './keep-subject.ts';
import { canAdd } from './new-fence.ts';
import { settleSamples } from './settle-samples.ts';

/** What may be changed beyond the bodies of expectations. */
export interface UpdaterOptions {
  /** Writes expectations for steps that have none. */
  readonly add: boolean;
  /** How often the document runs, to find what differs. */
  readonly runs: number;
  /** Takes over how steps end. */
  readonly acceptExit: boolean;
}

/**
 * Brings expectations in line with what the steps of one run or several print. In the first run
 * they take over what was printed; what differs in the ones after it becomes a pattern.
 */
export class Updater implements Policy {
  readonly #options: UpdaterOptions;
  readonly #runbook: Runbook;
  readonly #fences = new Map<number, FenceState>();
  readonly #added = new Map<string, readonly FenceState[]>();
  readonly #exits = new Map<string, { readonly step: Step; readonly exits: ExitStatus[] }>();
  readonly #refused = new Map<Step, ExitStatus>();
  /** Lines of the fences that were looked at in the present run. */
  readonly #seen = new Set<number>();
  #run = 0;

  constructor(runbook: Runbook, options: UpdaterOptions) {
    this.#runbook = runbook;
    this.#options = options;
  }

  /** To be called before each run. */
  begin(): void {
    this.#run += 1;
    this.#seen.clear();
  }

  /** Expectations that were looked at, in the order of the document, those that are added included. */
  get fences(): readonly FenceState[] {
    const all = [...this.#fences.values(), ...[...this.#added.values()].flat()];
    return all.sort((a, b) => a.original.fence.line - b.original.fence.line);
  }

  /** Steps that ended otherwise than `exit=` says, with how they did. */
  get exits(): readonly { readonly step: Step; readonly exits: readonly ExitStatus[] }[] {
    return [...this.#exits.values()];
  }

  /** Steps that failed by how they ended. */
  get refusedExits(): ReadonlyMap<Step, ExitStatus> {
    return this.#refused;
  }

  splits(step: Step): boolean {
    return this.#options.add && canAdd(step);
  }

  acceptsExit(step: Step, exit: ExitStatus): boolean {
    if (!this.#options.acceptExit) {
      this.#refused.set(step, exit);
      return false;
    }
    const known = this.#exits.get(step.id) ?? { step, exits: [] };
    known.exits.push(exit);
    this.#exits.set(step.id, known);
    return true;
  }

  async settle({
    step,
    expectation,
    subject,
    scope,
  }: FailedSettlement): Promise<ReadonlyMap<string, string> | null> {
    const state = this.#stateOf(step, expectation);
    return this.#look(state, subject, scope, expectation.compiled.streams);
  }

  async observe(step: Step, subject: Subject, scope: Scope): Promise<void> {
    if (this.#options.add && canAdd(step)) await this.#observeNew(step, subject, scope);
    // What holds need not be looked at, unless other runs follow with which it is compared.
    for (const expectation of step.expectations) {
      const known = this.#fences.has(expectation.fence.line) || this.#options.runs > 1;
      if (!known || this.#seen.has(expectation.fence.line)) continue;
      const state = this.#stateOf(step, expectation);
      await this.#look(state, subject, scope, expectation.compiled.streams);
    }
  }

  async #observeNew(step: Step, subject: Subject, scope: Scope): Promise<void> {
    const known = this.#added.get(step.id);
    if (known === undefined) {
      if (this.#run > 1) return;
      const { document, config } = this.#runbook;
      const template = { file: document.file, types: config.types };
      this.#added.set(step.id, await addFences(step, { subject, scope }, template));
      return;
    }
    const both = subject.stdout.size > 0 && subject.stderr.size > 0;
    for (const state of known) {
      if (state.current.kind === 'output' && both) {
        state.why ??= 'it prints to both streams, but not in every run';
      }
      await this.#look(state, withOutput(subject), scope, ['stdout', 'stderr', 'output']);
    }
  }

  /** To be called after the last run: looks for what holds in all of them. */
  async finish(): Promise<void> {
    for (const state of this.fences) await settleSamples(state);
  }

  #stateOf(step: Step, { fence, source }: Expectation): FenceState {
    const known = this.#fences.get(fence.line);
    if (known !== undefined) return known;
    const state: FenceState = {
      step,
      original: source,
      added: false,
      current: source,
      literal: { source, changes: [] },
      changes: [],
      vary: undefined,
      why: undefined,
      samples: [],
    };
    this.#fences.set(fence.line, state);
    return state;
  }

  async #look(
    state: FenceState,
    subject: Subject,
    scope: Scope,
    streams: readonly (keyof Subject & ('stdout' | 'stderr' | 'output'))[],
  ): Promise<ReadonlyMap<string, string> | null> {
    this.#seen.add(state.original.fence.line);
    if (state.why !== undefined) return null;
    const kept = keepSubject(subject, streams);
    if (!kept.ok) {
      state.why = kept.why;
      return null;
    }
    const sample: Sample = { subject: kept.subject, scope: new Map(scope) };
    const { acceptExit } = this.#options;
    const pattern = this.#run > 1 || (state.samples.length > 0 && passesInARow(state.step));
    // Another attempt of the same step: what the one before it printed no longer counts.
    if (!pattern) restart(state);
    state.samples.push(sample);
    const fitted = await fitFence(state, sample, { pattern, acceptExit });
    if (!fitted.ok) {
      state.why = fitted.why;
      return null;
    }
    advance(state, fitted.changes);
    if (!pattern) state.literal = { source: state.current, changes: state.changes };
    return fitted.captures;
  }
}

/** Whether several attempts of a step have to pass, so that its expectations hold for all of them. */
function passesInARow({ repeat }: Step): boolean {
  return repeat !== undefined && repeat.kind !== 'retry' && repeat.inARow > 1;
}
