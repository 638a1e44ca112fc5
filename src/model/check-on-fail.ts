import type { MarkdownDocument } from '../document/types.ts';
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
  const slugs = document.headings.map(({ slug }) => slug);
  const targets = drafts.flatMap(({ attributes }) => attributes.values['on-fail'] ?? []);
  for (const draft of drafts) {
    const slug = draft.attributes.values['on-fail'];
    if (slug === undefined || slugs.includes(slug)) continue;
    const near = nearestName(slug, slugs);
    const meant = onlyNearest(slug, slugs);
    log.errorIn(draft.fence, findWord(draft.attributes, 'on-fail'), {
      rule: 'unknown-section',
      message: `\`on-fail=#${slug}\`: no heading has this anchor`,
      hint: suggest(near && `#${near}`, 'name a heading as GitHub links to it'),
      fix: meant && `on-fail=#${meant}`,
    });
  }
  for (const draft of drafts) warnOfEmpty(document, draft, drafts, log);
  for (const draft of drafts) {
    const { fence, role } = draft;
    if (role === 'diagnose' && !targets.some((slug) => isInSection(fence.heading, slug))) {
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

/** Logs an `on-fail=` whose section has nothing for whoever is led there. */
function warnOfEmpty(
  document: MarkdownDocument,
  { fence, attributes }: StepDraft,
  drafts: readonly StepDraft[],
  log: ProblemLog,
): void {
  const slug = attributes.values['on-fail'];
  const heading = document.headings.find((one) => one.slug === slug);
  if (slug === undefined || heading === undefined) return;
  if (drafts.some((other) => other.role === 'diagnose' && isInSection(other.fence.heading, slug)))
    return;
  const tagged = drafts.flatMap((draft) => [
    draft.fence,
    ...draft.expectations.map((expectation) => expectation.fence),
  ]);
  const text = readSection(document, heading, tagged);
  if (text.split('\n').some((line) => /\S/.test(line) && !/^ {0,3}#{1,6}(?:\s|$)/.test(line)))
    return;
  log.warnIn(fence, findWord(attributes, 'on-fail'), {
    rule: 'empty-section',
    message: `\`on-fail=#${slug}\`: nothing stands in this section (line ${heading.line})`,
    hint: 'write there what to look at, and `diagnose` blocks that find the cause',
  });
}
