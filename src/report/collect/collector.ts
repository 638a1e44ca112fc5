import type { RunEvent, StepView } from '../../engine/events.ts';
import type { FailureReason } from '../../engine/verdict.ts';
import { describeDecision } from '../decision-text.ts';
import { describeSuspended } from '../run-record.ts';
import type { ReporterHooks } from '../types.ts';
import type { ReportedRun, ReportedStep } from './types.ts';

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type OpenStep = Writable<ReportedStep> & {
  readonly attempts: Of<'attempt-failed'>[];
  readonly decisions: Of<'operator'>[];
  /** The number of attempts there can be, where a count bounds it. */
  of?: number;
};
type OpenRun = Writable<Omit<ReportedRun, 'steps'>> & { readonly remarks: string[] };

/** Puts the events of one run together. A run that goes on is one run: the last telling counts. */
export class RunCollector {
  readonly #steps = new Map<string, OpenStep>();
  #run: OpenRun;
  #isStopping = false;
  /** What the parts of the run before this one took. */
  #earlierMs = 0;

  constructor(start: Of<'run-start' | 'stop-start'>) {
    this.#run = openRun(start);
    this.#list(start.steps, start.type === 'run-start' ? start.unselected : undefined);
  }

  get id(): string {
    return this.#run.id;
  }

  take(event: RunEvent): void {
    // The table's type ties each key to its event; indexing loses the connection.
    (this.#hooks[event.type] as ((event: RunEvent) => void) | undefined)?.(event);
  }

  get run(): ReportedRun {
    const { end } = this.#run;
    const steps = [...this.#steps.values()];
    const ended = steps.reduce((sum, step) => sum + (step.end?.durationMs ?? 0), 0);
    const lastMs = end?.summary.durationMs ?? ended;
    return { ...this.#run, durationMs: this.#earlierMs + lastMs, steps };
  }

  readonly #hooks: ReporterHooks = {
    'run-start': (event) => this.#beginAgain(event),
    // What `stop` does belongs to the run that it ends.
    'stop-start': () => {
      this.#isStopping = true;
    },
    'step-start': ({ step, time }) => this.#change(step, { began: time }),
    'attempt-start': ({ step, of }) => {
      if (of !== undefined) this.#change(step, { of });
    },
    'attempt-failed': (event) => this.#steps.get(event.step)?.attempts.push(event),
    'step-end': (event) => this.#end(event),
    'background-stopped': ({ step, time }) => this.#change(step, { over: time }),
    'background-died': (event) => {
      this.#change(event.step, { over: event.time });
      this.#fail(event.step, event.reason, event);
    },
    'background-kept': ({ step, stop }) =>
      void this.#run.remarks.push(`${step} is still running; stop it with: ${stop}`),
    cleanup: (event) => {
      if (event.suspended !== undefined) this.#run.remarks.push(describeSuspended(event));
    },
    operator: (event) => this.#decide(event),
    diagnosis: (event) =>
      this.#change(event.step, {
        diagnosis: { document: this.#run.document, event, ends: [] },
      }),
    rollback: ({ refused }) => {
      if (refused !== undefined) this.#run.remarks.push(`it was not rolled back: ${refused}`);
    },
    checklist: (event) => {
      this.#run.checklist = event;
    },
    notice: ({ text }) => void this.#run.remarks.push(text),
    'run-end': (event) => {
      // The end of `stop` is not that of the run, whose verdict stays.
      if (!this.#isStopping) this.#run.end = event;
    },
  };

  #beginAgain(event: Of<'run-start'>): void {
    const { began } = this.#run;
    this.#isStopping = false;
    this.#earlierMs = this.run.durationMs;
    this.#run = { ...openRun(event), began };
    const before = new Map(this.#steps);
    this.#steps.clear();
    this.#list(event.steps, event.unselected);
    for (const id of event.resumed?.carried ?? []) {
      const { began: when, attempts = [], decisions = [] } = before.get(id) ?? {};
      const step = this.#steps.get(id);
      step?.attempts.push(...attempts);
      step?.decisions.push(...decisions);
      if (when !== undefined) this.#change(id, { began: when });
    }
  }

  #list(steps: readonly StepView[], unselected: readonly StepView[] = []): void {
    const add = (view: StepView, isLeft: boolean): void =>
      void this.#steps.set(view.id, { view, unselected: isLeft, attempts: [], decisions: [] });
    for (const view of steps) add(view, false);
    for (const view of unselected) add(view, true);
  }

  #change(id: string, change: Partial<OpenStep>): void {
    const step = this.#steps.get(id);
    if (step !== undefined) Object.assign(step, change);
  }

  #end(event: Of<'step-end'>): void {
    const step = this.#steps.get(event.step);
    if (step === undefined) return;
    // A step that is tried again by a person ends more than once; the last time counts.
    delete step.failure;
    step.end = event;
    if (step.view.role === 'diagnose') {
      const asked = [...this.#steps.values()].filter(({ diagnosis }) =>
        diagnosis?.event.steps.includes(event.step),
      );
      asked.at(-1)?.diagnosis?.ends.push({ step: step.view, end: event });
    }
    if (event.verdict.status === 'failed') this.#fail(event.step, event.verdict.reason, event);
  }

  #fail(id: string, reason: FailureReason, event: Of<'step-end' | 'background-died'>): void {
    const step = this.#steps.get(id);
    if (step === undefined) return;
    const { log, tail } = event;
    const hidden = event.type === 'step-end' ? event.hidden : undefined;
    step.failure = {
      document: this.#run.document,
      step: step.view,
      reason,
      ...(event.type === 'step-end'
        ? { durationMs: event.durationMs, attempts: event.attempts }
        : {}),
      ...(step.of === undefined ? {} : { of: step.of }),
      ...(log === undefined ? {} : { log }),
      ...(tail === undefined ? {} : { tail }),
      ...(hidden === undefined ? {} : { hidden }),
    };
  }

  #decide(event: Of<'operator'>): void {
    const step = this.#steps.get(event.step ?? '');
    step?.decisions.push(event);
    const isCleanup = step?.view.role === 'cleanup';
    const text = describeDecision(event, isCleanup);
    if (text !== undefined) this.#run.remarks.push(text);
    if (event.action === 'quit' || (event.action === 'decline' && !isCleanup))
      this.#run.left = event;
  }
}

function openRun(start: Of<'run-start' | 'stop-start'>): OpenRun {
  const { run: id, document, title, workdir, time } = start;
  const common = { id, document, title, workdir, began: time, durationMs: 0, remarks: [] };
  if (start.type === 'stop-start') return { ...common, params: [] };
  const { version, text, scenario, host, params, runFolder, setup } = start;
  return {
    ...common,
    version,
    params,
    runFolder,
    path: setup.path,
    ...(text === undefined ? {} : { text }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(host === undefined ? {} : { host }),
    ...(setup.target === undefined ? {} : { target: setup.target }),
  };
}
