import type { Heading, MarkdownDocument } from '../document/types.ts';
import type { ReadFrontMatter } from './front-matter.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import { listNames, type ProblemLog, suggest } from './problems.ts';
import type { Scenario } from './types.ts';

/** What can be typed behind `--scenario` without quotes. */
const NAME = /^\w[\w-]*$/;

/** The scenarios of the front matter; logs sections that the document does not have. */
export function buildScenarios(
  { config, yaml }: ReadFrontMatter,
  { headings }: MarkdownDocument,
  log: ProblemLog,
): readonly Scenario[] {
  const slugs = [...new Set(headings.map(({ slug }) => slug))];
  return Object.entries(config.scenarios ?? {}).map(([name, sections]) => {
    if (!NAME.test(name)) {
      const place = yaml?.findKey(['runbook', 'scenarios', name]);
      const message = `\`${name}\` cannot be the name of a scenario`;
      const hint = 'use letters, digits, `-` and `_`, no `-` first';
      if (place)
        log.errorAt(place.position, place.text.length, { rule: 'bad-name', message, hint });
    }
    for (const [index, slug] of sections.entries()) {
      if (slugs.includes(slug)) continue;
      const place = yaml?.findValue(['runbook', 'scenarios', name, index]);
      if (place === undefined) continue;
      const message = `scenario \`${name}\`: no heading has the anchor \`${slug}\``;
      const hint = suggest(nearestName(slug, slugs), describeAnchors(slugs));
      const fix = place.text === slug ? onlyNearest(slug, slugs) : undefined;
      log.errorAt(place.position, place.text.length, {
        rule: 'unknown-section',
        message,
        hint,
        fix,
      });
    }
    return { name, sections };
  });
}

function describeAnchors(slugs: readonly string[]): string {
  if (slugs.length === 0) return 'the document has no headings';
  return `anchors are made as GitHub makes them, such as ${listNames(slugs.slice(0, 5))}`;
}

/**
 * The scenarios that a part of the document belongs to, by the closest section around it that any
 * of them names; `null` for a part of no scenario, which belongs to all.
 */
export function findScenarios(
  scenarios: readonly Scenario[],
  heading: Heading | null,
): readonly string[] | null {
  for (let above = heading; above !== null; above = above.parent) {
    const { slug } = above;
    const found = scenarios.filter(({ sections }) => sections.includes(slug));
    if (found.length > 0) return found.map(({ name }) => name);
  }
  return null;
}
