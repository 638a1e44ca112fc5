import { listIds } from './attach.ts';
import type { StepDraft } from './draft.ts';
import type { ReadFrontMatter } from './front-matter.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import { type ProblemLog, suggest } from './problems.ts';
import { findWord } from './read-attributes.ts';

/** Logs a `stops=` that names no background step before it. */
export function checkStops(drafts: readonly StepDraft[], log: ProblemLog): void {
  const order = new Map(drafts.map(({ id }, index) => [id, index]));
  for (const [index, draft] of drafts.entries()) {
    const id = draft.attributes.values.stops;
    if (id === undefined) continue;
    const target = order.get(id);
    const word = findWord(draft.attributes, 'stops');
    if (target === undefined) {
      const ids = drafts.filter(isBackground).map((other) => other.id);
      const message = `\`stops=${id}\`: no step has this id`;
      const hint = suggest(nearestName(id, ids), listIds(ids) ?? 'no step is in the background');
      const meant = onlyNearest(id, ids);
      const fix = meant && `stops=${meant}`;
      log.errorIn(draft.fence, word, { rule: 'unknown-step', message, hint, fix });
      continue;
    }
    const other = drafts[target];
    if (other !== undefined && isBackground(other) && target < index) continue;
    const reason =
      other !== undefined && isBackground(other) ? 'comes only later' : 'is not in the background';
    const message = `\`stops=${id}\`: that step ${reason}`;
    const hint = 'name a background step that was started before';
    log.errorIn(draft.fence, word, { rule: 'bad-attribute', message, hint });
  }
}

/** Logs a `test: {expect-fail: ID}` that names no step. */
export function checkExpectFail(
  { config, yaml }: ReadFrontMatter,
  drafts: readonly StepDraft[],
  log: ProblemLog,
): void {
  const id = config.test?.['expect-fail'];
  if (id === undefined || yaml === null || drafts.some((draft) => draft.id === id)) return;
  const { position, text } = yaml.findValue(['runbook', 'test', 'expect-fail']);
  const ids = drafts.map((draft) => draft.id);
  const message = `\`expect-fail: ${id}\`: no step has this id`;
  const hint = suggest(nearestName(id, ids), listIds(ids));
  const fix = text === id ? onlyNearest(id, ids) : undefined;
  log.errorAt(position, text.length, { rule: 'unknown-step', message, hint, fix });
}

function isBackground(draft: StepDraft): boolean {
  return findWord(draft.attributes, 'background') !== null;
}
