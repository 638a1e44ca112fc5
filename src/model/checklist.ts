import { findTasks } from '../document/find-tasks.ts';
import type { Heading } from '../document/types.ts';
import { isInSection } from './in-section.ts';
import { findScenarios } from './scenarios.ts';
import type { Role, Runbook, Step } from './types.ts';

/** An item of the document's checklist. */
export interface ChecklistItem {
  readonly line: number;
  readonly text: string;
  readonly heading: Heading | null;
  /** Where its links lead in this document, such as `#5-health-check`; none: it is for a person. */
  readonly targets: readonly string[];
  /** The steps there, in document order. */
  readonly steps: readonly Step[];
}

/** Roles whose steps prove something: the others run only at the end, or when something is wrong. */
const PROVES: Readonly<Record<Role, boolean>> = {
  require: true,
  install: true,
  configure: true,
  run: true,
  test: true,
  health: true,
  manual: true,
  diagnose: false,
  rollback: false,
  cleanup: false,
};

/**
 * The checklist of a document: its task items, with the steps that each links to.
 *
 * @param scenario what is of another scenario is left out
 */
export function readChecklist(
  { document, steps: all, config }: Pick<Runbook, 'document' | 'steps' | 'config'>,
  scenario?: string,
): readonly ChecklistItem[] {
  const isOfScenario = ({ heading }: { readonly heading: Heading | null }): boolean =>
    scenario === undefined ||
    (findScenarios(config.scenarios, heading)?.includes(scenario) ?? true);
  const steps = all.filter(isOfScenario);
  return findTasks(document)
    .filter(isOfScenario)
    .map(({ line, text, links, heading }) => {
      const targets = links.filter((link) => /^#./.test(link));
      return { line, text, heading, targets, steps: findSteps(document.headings, steps, targets) };
    });
}

function findSteps(
  headings: readonly Heading[],
  steps: readonly Step[],
  targets: readonly string[],
): readonly Step[] {
  const found = targets.flatMap((target) => {
    const name = decodeURI(target.slice(1));
    const isHeading = headings.some(({ slug }) => slug === name);
    return steps.filter(({ id, heading }) =>
      isHeading ? isInSection(heading, name) : id === name,
    );
  });
  const wanted = new Set(found.filter(({ role }) => PROVES[role]));
  return steps.filter((step) => wanted.has(step));
}
