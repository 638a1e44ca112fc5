import { isInSection } from '../model/in-section.ts';
import { nearestName } from '../model/nearest.ts';
import { isAside } from '../model/roles.ts';
import { findScenarios } from '../model/scenarios.ts';
import type { Runbook, Step } from '../model/types.ts';
import type { Selection } from './types.ts';
import { UsageError } from './usage-error.ts';

/** What is left of a document's steps. */
export interface SelectedSteps {
  /** The way through the document that was chosen; absent where there is but one. */
  readonly scenario?: string;
  /** In the order they run: `require` steps first, then document order. */
  readonly steps: readonly Step[];
  readonly diagnose: readonly Step[];
  /** The last of the document first. */
  readonly rollback: readonly Step[];
  /** The last of the document first. */
  readonly cleanup: readonly Step[];
  /** Whether the flags leave out any step. */
  readonly selected: boolean;
}

/**
 * Applies the selection flags, which intersect. `require` steps of the scenario always stay.
 * `cleanup` steps are left out by `--skip` alone: when they run, they clean up whatever the others
 * did.
 *
 * @throws {@link UsageError} for ids, roles, headings and scenarios that the document does not have,
 * all at once.
 */
export function selectSteps(runbook: Runbook, selection: Selection): SelectedSteps {
  const scenario = chooseScenario(runbook, selection.scenario);
  const all = runbook.steps.filter((step) => isOfScenario(runbook, step, scenario));
  const scope: Scope = { runbook, scenario, steps: all };
  const problems = [
    ...checkId(scope, selection.from, '--from'),
    ...checkId(scope, selection.until, '--until'),
    ...selection.only.flatMap((selector) => checkSelector(scope, selector, '--only')),
    ...selection.skip.flatMap((selector) => checkSelector(scope, selector, '--skip')),
    ...selection.skip.flatMap((selector) => checkSkip(scope, selector)),
  ];
  if (problems.length === 0) problems.push(...checkRange(scope, selection));
  if (problems.length > 0) {
    throw new UsageError(problems.join('\n'), [
      `\`runbook list ${runbook.document.file}\` shows the ids, roles and headings`,
    ]);
  }
  const steps = orderedSteps(scope).filter((step) => isSelected(scope, step, selection));
  const cleanup = all
    .filter((step) => step.role === 'cleanup')
    .filter((step) => !selection.skip.some((selector) => matches(step, selector)))
    .reverse();
  // They run when something has failed, whatever was selected.
  const diagnose = all.filter((step) => step.role === 'diagnose');
  const rollback = all.filter((step) => step.role === 'rollback').reverse();
  const wanted = new Set([...steps, ...diagnose, ...rollback, ...cleanup]);
  return {
    ...(scenario === undefined ? {} : { scenario }),
    steps,
    diagnose,
    rollback,
    cleanup,
    selected: all.some((step) => !wanted.has(step)),
  };
}

/** What can be selected from. */
interface Scope {
  readonly runbook: Runbook;
  readonly scenario: string | undefined;
  /** The steps of the scenario, in document order. */
  readonly steps: readonly Step[];
}

function chooseScenario(
  { config, document }: Runbook,
  wanted: string | undefined,
): string | undefined {
  const names = config.scenarios.map(({ name }) => name);
  if (wanted === undefined || names.includes(wanted)) return wanted ?? names[0];
  const message = `--scenario ${wanted}: ${document.file} has no such scenario`;
  throw new UsageError(
    names.length === 0
      ? `--scenario ${wanted}: ${document.file} has no scenarios`
      : `${message}${suggest(wanted, names, '')}`,
  );
}

function isOfScenario({ config }: Runbook, step: Step, scenario: string | undefined): boolean {
  const scenarios = findScenarios(config.scenarios, step.heading);
  return scenario === undefined || scenarios === null || scenarios.includes(scenario);
}

/** `require` steps first, then the others in document order, without `cleanup`. */
function orderedSteps({ steps }: Scope): Step[] {
  const isRequired = (step: Step): boolean => step.role === 'require';
  const others = steps.filter((step) => !isRequired(step) && !isAside(step.role));
  return [...steps.filter(isRequired), ...others];
}

function isSelected(scope: Scope, step: Step, selection: Selection): boolean {
  if (step.role === 'require') return true;
  const { from, until, only, skip } = selection;
  const place = scope.steps.indexOf(step);
  if (from !== undefined && place < indexOf(scope, from)) return false;
  if (until !== undefined && place > indexOf(scope, until)) return false;
  if (only.length > 0 && !only.some((selector) => matches(step, selector))) return false;
  return !skip.some((selector) => matches(step, selector));
}

function matches(step: Step, selector: string): boolean {
  if (selector.startsWith('@')) return step.role === selector.slice(1);
  if (selector.startsWith('#')) return isInSection(step.heading, selector.slice(1));
  return step.id === selector;
}

function indexOf({ steps }: Scope, id: string): number {
  return steps.findIndex((step) => step.id === id);
}

function checkId(scope: Scope, id: string | undefined, option: string): string[] {
  if (id === undefined) return [];
  const step = scope.steps[indexOf(scope, id)];
  if (step !== undefined) return refuseAside([step], `${option} ${id}`);
  const elsewhere = scope.runbook.steps.filter((step) => step.id === id);
  if (elsewhere.length > 0) return [refuseElsewhere(scope, elsewhere, `${option} ${id}`)];
  const ids = scope.steps.map((step) => step.id);
  return [`${option} ${id}: no step has this id${suggest(id, ids, '')}`];
}

function checkSelector(scope: Scope, selector: string, option: string): string[] {
  const name = selector.slice(1);
  const what = `${option} ${selector}`;
  if (!/^[@#]/.test(selector)) return checkId(scope, selector, option);
  const found = scope.steps.filter((step) => matches(step, selector));
  if (found.length > 0) return refuseAside(found, what);
  const elsewhere = scope.runbook.steps.filter((step) => matches(step, selector));
  if (elsewhere.length > 0) return [refuseElsewhere(scope, elsewhere, what)];
  if (selector.startsWith('@')) {
    const roles: readonly string[] = scope.steps.map((step) => step.role);
    return [`${what}: no step has this role${suggest(name, roles, '@')}`];
  }
  const slugs = scope.runbook.document.headings.map((heading) => heading.slug);
  if (slugs.includes(name)) return [`${what}: this section has no step`];
  return [`${what}: no heading has this anchor${suggest(name, slugs, '#')}`];
}

/** What only runs when something has failed cannot be asked for. */
function refuseAside(steps: readonly Step[], what: string): string[] {
  const role = steps.every(({ role }) => role === 'diagnose' || role === 'rollback')
    ? steps[0]?.role
    : undefined;
  if (role === undefined) return [];
  const how = role === 'diagnose' ? 'that points at its section' : 'with `--rollback`';
  return [`${what}: a \`${role}\` step runs only after a failure ${how}`];
}

/** What was meant is there, but on another way through the document. */
function refuseElsewhere(
  { runbook, scenario }: Scope,
  steps: readonly Step[],
  what: string,
): string {
  const names = new Set(
    steps.flatMap(({ heading }) => findScenarios(runbook.config.scenarios, heading) ?? []),
  );
  const flags = [...names].map((name) => `\`--scenario ${name}\``).join(' or ');
  return `${what}: not in the scenario \`${scenario}\`; it takes ${flags}`;
}

/** To skip what always runs would be a flag without effect. */
function checkSkip({ steps }: Scope, selector: string): string[] {
  const found = steps.filter((step) => matches(step, selector));
  if (found.length === 0 || found.some((step) => step.role !== 'require')) return [];
  return [`--skip ${selector}: \`require\` steps always run`];
}

function checkRange(scope: Scope, { from, until }: Selection): string[] {
  if (from === undefined || until === undefined) return [];
  if (indexOf(scope, from) <= indexOf(scope, until)) return [];
  return [`--until ${until}: this step comes before --from ${from}`];
}

function suggest(name: string, known: readonly string[], prefix: string): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `; did you mean \`${prefix}${nearest}\`?`;
  const shown = [...new Set(known)].map((other) => `\`${prefix}${other}\``);
  if (shown.length === 0) return '; the document has no steps';
  return `; there are ${shown.slice(0, 8).join(', ')}${shown.length > 8 ? ' …' : ''}`;
}
