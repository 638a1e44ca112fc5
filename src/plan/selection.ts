import { isInSection } from '../model/in-section.ts';
import { nearestName } from '../model/nearest.ts';
import type { Runbook, Step } from '../model/types.ts';
import type { Selection } from './types.ts';
import { UsageError } from './usage-error.ts';

/** What is left of a document's steps. */
export interface SelectedSteps {
  /** In the order they run: `require` steps first, then document order. */
  readonly steps: readonly Step[];
  /** The last of the document first. */
  readonly cleanup: readonly Step[];
  /** Whether the flags leave out any step. */
  readonly selected: boolean;
}

/**
 * Applies the selection flags, which intersect. `require` steps always stay. `cleanup` steps are
 * left out by `--skip` alone: when they run, they clean up whatever the others did.
 *
 * @throws {@link UsageError} for ids, roles and headings that the document does not have, all at once.
 */
export function selectSteps(runbook: Runbook, selection: Selection): SelectedSteps {
  const problems = [
    ...checkId(runbook, selection.from, '--from'),
    ...checkId(runbook, selection.until, '--until'),
    ...selection.only.flatMap((selector) => checkSelector(runbook, selector, '--only')),
    ...selection.skip.flatMap((selector) => checkSelector(runbook, selector, '--skip')),
    ...selection.skip.flatMap((selector) => checkSkip(runbook, selector)),
  ];
  if (problems.length === 0) problems.push(...checkRange(runbook, selection));
  if (problems.length > 0) {
    throw new UsageError(problems.join('\n'), [
      `\`runbook list ${runbook.document.file}\` shows the ids, roles and headings`,
    ]);
  }
  const steps = orderedSteps(runbook).filter((step) => isSelected(runbook, step, selection));
  const cleanup = runbook.steps
    .filter((step) => step.role === 'cleanup')
    .filter((step) => !selection.skip.some((selector) => matches(step, selector)))
    .reverse();
  const wanted = new Set([...steps, ...cleanup]);
  return { steps, cleanup, selected: runbook.steps.some((step) => !wanted.has(step)) };
}

/** `require` steps first, then the others in document order, without `cleanup`. */
function orderedSteps(runbook: Runbook): Step[] {
  const isRequired = (step: Step): boolean => step.role === 'require';
  const others = runbook.steps.filter((step) => !isRequired(step) && step.role !== 'cleanup');
  return [...runbook.steps.filter(isRequired), ...others];
}

function isSelected(runbook: Runbook, step: Step, selection: Selection): boolean {
  if (step.role === 'require') return true;
  const { from, until, only, skip } = selection;
  const place = runbook.steps.indexOf(step);
  if (from !== undefined && place < indexOf(runbook, from)) return false;
  if (until !== undefined && place > indexOf(runbook, until)) return false;
  if (only.length > 0 && !only.some((selector) => matches(step, selector))) return false;
  return !skip.some((selector) => matches(step, selector));
}

function matches(step: Step, selector: string): boolean {
  if (selector.startsWith('@')) return step.role === selector.slice(1);
  if (selector.startsWith('#')) return isInSection(step.heading, selector.slice(1));
  return step.id === selector;
}

function indexOf(runbook: Runbook, id: string): number {
  return runbook.steps.findIndex((step) => step.id === id);
}

function checkId(runbook: Runbook, id: string | undefined, option: string): string[] {
  if (id === undefined || indexOf(runbook, id) >= 0) return [];
  const ids = runbook.steps.map((step) => step.id);
  return [`${option} ${id}: no step has this id${suggest(id, ids, '')}`];
}

function checkSelector(runbook: Runbook, selector: string, option: string): string[] {
  const name = selector.slice(1);
  if (selector.startsWith('@')) {
    const roles: readonly string[] = runbook.steps.map((step) => step.role);
    if (roles.includes(name)) return [];
    return [`${option} ${selector}: no step has this role${suggest(name, roles, '@')}`];
  }
  if (selector.startsWith('#')) {
    const slugs = runbook.document.headings.map((heading) => heading.slug);
    if (!slugs.includes(name)) {
      return [`${option} ${selector}: no heading has this anchor${suggest(name, slugs, '#')}`];
    }
    if (runbook.steps.some((step) => matches(step, selector))) return [];
    return [`${option} ${selector}: this section has no step`];
  }
  return checkId(runbook, selector, option);
}

/** To skip what always runs would be a flag without effect. */
function checkSkip(runbook: Runbook, selector: string): string[] {
  const steps = runbook.steps.filter((step) => matches(step, selector));
  if (steps.length === 0 || steps.some((step) => step.role !== 'require')) return [];
  return [`--skip ${selector}: \`require\` steps always run`];
}

function checkRange(runbook: Runbook, { from, until }: Selection): string[] {
  if (from === undefined || until === undefined) return [];
  if (indexOf(runbook, from) <= indexOf(runbook, until)) return [];
  return [`--until ${until}: this step comes before --from ${from}`];
}

function suggest(name: string, known: readonly string[], prefix: string): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `; did you mean \`${prefix}${nearest}\`?`;
  const shown = [...new Set(known)].map((other) => `\`${prefix}${other}\``);
  if (shown.length === 0) return '; the document has no steps';
  return `; there are ${shown.slice(0, 8).join(', ')}${shown.length > 8 ? ' …' : ''}`;
}
