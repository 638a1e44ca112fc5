import type { MarkdownDocument } from '../document/types.ts';
import type { StepDraft } from './draft.ts';
import { isInSection } from './in-section.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import { type ProblemLog, suggest } from './problems.ts';
import { findWord } from './read-attributes.ts';
import { findCovered } from './rollback-cover.ts';

/** Logs an `on-fail=` that leads nowhere, and steps that no failure can lead to. */
export function checkOnFail(
  { headings }: MarkdownDocument,
  drafts: readonly StepDraft[],
  log: ProblemLog,
): void {
  const slugs = headings.map(({ slug }) => slug);
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
