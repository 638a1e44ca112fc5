import type { Heading, MarkdownDocument } from '../document/types.ts';
import type { StepDraft } from './draft.ts';
import { isInSection } from './in-section.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import { type ProblemLog, suggest } from './problems.ts';
import { findWord } from './read-attributes.ts';
import { findCovered } from './rollback-cover.ts';
import { readSection } from './section-text.ts';

/** Logs an `on-fail=` that leads nowhere or to nothing, and steps that no failure can lead to. */
export function checkOnFail(
  document: MarkdownDocument,
  drafts: readonly StepDraft[],
  log: ProblemLog,
): void {
  const sections = new Map(document.headings.map((heading) => [heading.slug, heading]));
  const targets = new Set(drafts.flatMap(({ attributes }) => attributes.values['on-fail'] ?? []));
  const empty = findEmpty(document, sections, targets, drafts);
  for (const draft of drafts) {
    const slug = draft.attributes.values['on-fail'];
    if (slug === undefined) continue;
    if (!sections.has(slug)) refuseTarget(draft, slug, [...sections.keys()], log);
    const heading = empty.get(slug);
    if (heading !== undefined) warnOfEmpty(draft, heading, log);
  }
  for (const draft of drafts) {
    const { fence, role } = draft;
    if (role === 'diagnose' && ![...targets].some((slug) => isInSection(fence.heading, slug))) {
      log.warnIn(fence, null, {
        rule: 'unreachable-step',
        message: 'no failure leads to this `diagnose` step',
        hint: `point at its section from a step: \`on-fail=#${fence.heading?.slug ?? 'troubleshooting'}\``,
      });
    }
    if (role === 'rollback' && findCovered(draft, drafts).length === 0) {
      log.warnIn(fence, null, {
        rule: 'unreachable-step',
        message: 'this `rollback` step undoes nothing: no step stands before it in its section',
        hint: 'put it after the steps that it undoes, under the same heading',
      });
    }
  }
}

function refuseTarget(
  { fence, attributes }: StepDraft,
  slug: string,
  slugs: readonly string[],
  log: ProblemLog,
): void {
  const near = nearestName(slug, slugs);
  const meant = onlyNearest(slug, slugs);
  log.errorIn(fence, findWord(attributes, 'on-fail'), {
    rule: 'unknown-section',
    message: `\`on-fail=#${slug}\`: no heading has this anchor`,
    hint: suggest(near && `#${near}`, 'name a heading as GitHub links to it'),
    fix: meant && `on-fail=#${meant}`,
  });
}

/** The sections that have nothing for whoever is led there, by their anchors: many steps may lead to one. */
function findEmpty(
  document: MarkdownDocument,
  sections: ReadonlyMap<string, Heading>,
  targets: ReadonlySet<string>,
  drafts: readonly StepDraft[],
): ReadonlyMap<string, Heading> {
  const looking = drafts.filter(({ role }) => role === 'diagnose');
  const found = [...targets].flatMap((slug): [string, Heading][] => {
    const heading = sections.get(slug);
    if (heading === undefined) return [];
    if (looking.some(({ fence }) => isInSection(fence.heading, slug))) return [];
    return hasWords(document, heading, drafts) ? [] : [[slug, heading]];
  });
  return new Map(found);
}

function hasWords(
  document: MarkdownDocument,
  heading: Heading,
  drafts: readonly StepDraft[],
): boolean {
  const tagged = drafts.flatMap((draft) => [
    draft.fence,
    ...draft.expectations.map((expectation) => expectation.fence),
  ]);
  const lines = readSection(document, heading, tagged).split('\n');
  return lines.some((line) => /\S/.test(line) && !/^ {0,3}#{1,6}(?:\s|$)/.test(line));
}

function warnOfEmpty({ fence, attributes }: StepDraft, heading: Heading, log: ProblemLog): void {
  log.warnIn(fence, findWord(attributes, 'on-fail'), {
    rule: 'empty-section',
    message: `\`on-fail=#${heading.slug}\`: nothing stands in this section (line ${heading.line})`,
    hint: 'write there what to look at, and `diagnose` blocks that find the cause',
  });
}
