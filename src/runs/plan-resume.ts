import { hashBlocks } from '../engine/hash-blocks.ts';
import type { BlockChange, ParamChange, ResumeView } from '../engine/resume-view.ts';
import type { Resumption } from '../engine/resumption.ts';
import type { Role, Runbook, Step } from '../model/types.ts';
import { findCaptures, findReferences, readsVariable } from '../plan/references.ts';
import type { Plan } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { MASK } from '../store/mask.ts';
import { readState, type StoredState } from '../store/state-store.ts';
import { listChangedSettings } from './changed-settings.ts';
import { keepEdits } from './kept-edits.ts';
import { capturesOf, describeProcesses } from './left-run.ts';
import type { PastRun } from './past-runs.ts';
import type { OperatorDecision, RunStory, StepEnd } from './run-story.ts';

/** Roles whose steps can be run again whatever they had done already. */
const REPEATABLE: ReadonlySet<Role> = new Set([
  'require',
  'configure',
  'test',
  'health',
  // A person is asked again, and knows what has been done.
  'manual',
]);

/** What becomes of a step that was under way when the engine died. */
export type InterruptedChoice = 'redo' | 'skip' | undefined;

/**
 * Decides from where a run goes on, and with what.
 *
 * @param before - the document as it was run
 * @param plan - the run planned again, with the document as it is now
 * @throws {@link UsageError} for what only the operator can decide, and for values that are lost.
 */
export function planResume(
  run: PastRun,
  before: Runbook,
  plan: Plan,
  choice: InterruptedChoice,
): Resumption {
  const { story, id, folder } = run;
  const all = [...plan.steps, ...plan.cleanup].map(({ step }) => step);
  const blocks = hashBlocks(all);
  const steps = plan.steps.map(({ step }) => step).filter(({ role }) => role !== 'require');
  const interrupted = decideInterrupted(run, plan, choice);
  const skipped = new Set(
    interrupted.filter(({ action }) => action === 'skip').map(({ step }) => step),
  );
  const same = (step: Step): boolean => story.start.setup.blocks[step.id] === blocks[step.id];
  const firstOpen = steps.findIndex(
    (step) => !skipped.has(step.id) && !(same(step) && isSettled(story, step.id)),
  );
  const done = steps.slice(0, firstOpen === -1 ? steps.length : firstOpen);
  const carried = new Map(done.flatMap((step) => pick(story, step.id)));
  const restarts = findRestarts(run, done);
  const kept = keepEdits(story, plan, ({ id }) => !carried.has(id) || restarts.has(id), same);
  const lost = findLost(
    story,
    carried,
    steps.filter(({ id: step }) => skipped.has(step)),
  );
  refuseLost(steps.slice(done.length), lost);
  const state = stateAfter(
    run,
    [...story.ends.values()].filter(({ step }) => carried.has(step)),
  );
  return {
    place: { id, root: folder },
    journalBytes: run.journalBytes,
    left: describeProcesses(run, before),
    view: {
      carried: [...carried.keys()],
      restarted: [...restarts.keys()],
      interrupted,
      changes: listChanges(story, blocks),
      ...(story.left === undefined ? {} : { left: viewLeft(story.left) }),
      edits: kept.views,
      settings: listChangedSettings(before.config.written, plan.runbook.config.written),
      params: listParamChanges(story, plan),
    },
    carried,
    ignored: new Set([...story.ignored].filter((step) => carried.has(step))),
    edited: kept.edited,
    restarts,
    ...(state === undefined ? {} : { state }),
    captures: capturesOf({ ...story, ends: carried }),
    started: new Set([...story.started, ...story.open.keys()]),
    begun: story.begun,
  };
}

function viewLeft({ who, time, step, why }: OperatorDecision): NonNullable<ResumeView['left']> {
  return {
    who,
    time,
    ...(step === undefined ? {} : { step }),
    ...(why === undefined ? {} : { why }),
  };
}

/** Whether a step need not be run again. */
export function isSettled(
  { ends, ignored }: Pick<RunStory, 'ends' | 'ignored'>,
  id: string,
): boolean {
  const status = ends.get(id)?.verdict.status;
  return status === 'passed' || status === 'skipped' || ignored.has(id);
}

function pick({ ends }: RunStory, step: string): [string, StepEnd][] {
  const end = ends.get(step);
  return end === undefined ? [] : [[step, end]];
}

/**
 * Steps that had begun and not ended. One that can do harm when it is done twice is the operator's
 * decision.
 */
function decideInterrupted(
  { story, id }: PastRun,
  plan: Plan,
  choice: InterruptedChoice,
): { step: string; action: 'redo' | 'skip' }[] {
  const open = plan.steps
    .map(({ step }) => step)
    .filter((step) => story.open.has(step.id) && !isSettled(story, step.id));
  const delicate = open.filter(({ role }) => !REPEATABLE.has(role));
  if (delicate.length > 0 && choice === undefined) {
    const names = delicate.map((step) => `\`${step.id}\` (${step.role}, line ${step.fence.line})`);
    throw new UsageError(
      `run ${id} was interrupted in the middle of ${names.join(' and ')}: how far it came is not known`,
      [
        'look what it has done, then run it again with --redo, or take it as done with --skip-interrupted',
      ],
    );
  }
  return open.map((step) => ({
    step: step.id,
    action: delicate.includes(step) ? (choice ?? 'redo') : 'redo',
  }));
}

function listChanges({ start }: RunStory, blocks: Readonly<Record<string, string>>): BlockChange[] {
  const before = start.setup.blocks;
  const now = Object.entries(blocks).flatMap(([step, hash]): BlockChange[] => {
    if (before[step] === hash) return [];
    return [{ step, change: before[step] === undefined ? 'new' : 'changed' }];
  });
  const gone = Object.keys(before).filter((step) => blocks[step] === undefined);
  return [...now, ...gone.map((step): BlockChange => ({ step, change: 'gone' }))];
}

/** Secrets are not among them: what they were is not known. */
function listParamChanges({ start }: RunStory, plan: Plan): ParamChange[] {
  const before = new Map(start.params.map(({ name, value }) => [name, value]));
  return plan.params.flatMap(({ name, value: now, secret }) => {
    const value = before.get(name);
    const same = secret || value === undefined || value === now || value.includes(MASK);
    return same ? [] : [{ name, before: value, now }];
  });
}

/** Background steps that were up, unless the document itself has stopped them. */
function findRestarts(run: PastRun, done: readonly Step[]): Map<string, StoredState | undefined> {
  const { ends, retired } = run.story;
  const order = [...ends.values()];
  return new Map(
    done
      .filter(({ id, background }) => {
        const wasUp = ends.get(id)?.verdict.status === 'passed' && !retired.has(id);
        return background !== undefined && wasUp;
      })
      .map(({ id }) => {
        const place = order.findIndex(({ step }) => step === id);
        return [id, stateAfter(run, order.slice(0, place))];
      }),
  );
}

/** The state that the last of some steps has left. */
export function stateAfter({ folder }: PastRun, ends: readonly StepEnd[]): StoredState | undefined {
  const reference = ends.findLast(({ state }) => state !== undefined)?.state;
  return reference === undefined ? undefined : readState(folder, reference);
}

interface LostCapture {
  readonly name: string;
  readonly why: string;
}

/** Captures that later steps cannot have: secret ones, and those of steps that are taken as done. */
function findLost(
  story: RunStory,
  carried: ReadonlyMap<string, StepEnd>,
  skipped: readonly Step[],
): LostCapture[] {
  const secret = [...carried.values()].flatMap(({ step, verdict }) =>
    Object.entries(verdict.status === 'passed' ? verdict.captures : {})
      .filter(([, value]) => value.includes(MASK))
      .map(([name]) => ({
        name,
        why: `which \`${step}\` captured: it is secret and was not stored`,
      })),
  );
  const missing = skipped
    .filter(({ id }) => !isSettled(story, id))
    .flatMap((step) =>
      findCaptures(step).map((name) => ({
        name,
        why: `which \`${step.id}\` would have captured: run it again with --redo`,
      })),
    );
  return [...secret, ...missing];
}

function refuseLost(steps: readonly Step[], lost: readonly LostCapture[]): void {
  const problems = steps.flatMap((step) =>
    lost
      .filter(({ name }) => findReferences(step).has(name) || readsVariable(step, name))
      .map(({ name, why }) => `step \`${step.id}\` needs \`${name}\`, ${why}`),
  );
  if (problems.length > 0)
    throw new UsageError(problems.join('\n'), ['or run the document from its beginning']);
}
