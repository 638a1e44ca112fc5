import { distance } from '../../libraries/distance.ts';
import type { DiffStep } from '../align/diff-align.ts';
import type { DiffTexts } from './diff-rows.ts';

const MAX_NOTES = 3;
const MAX_LINES = 2000;
const MAX_LENGTH = 200;

/**
 * For lines that are missing: the most similar line among those that `...` took, which are not
 * shown. It helps the reader and has no part in the verdict.
 */
export function findClosest(steps: readonly DiffStep[], texts: DiffTexts): string[] {
  const hidden = steps
    .flatMap((step) => {
      const item = step.kind === 'same' ? texts.items[texts.atoms[step.atom]?.item ?? -1] : null;
      const line = step.kind === 'same' && item?.isRun ? texts.lines[step.index] : undefined;
      return line?.text == null || line.text.length > MAX_LENGTH ? [] : [line];
    })
    .slice(0, MAX_LINES);
  const missing = steps.flatMap((step) => {
    const item = step.kind === 'expected' ? texts.items[texts.atoms[step.atom]?.item ?? -1] : null;
    return item && item.text.length <= MAX_LENGTH ? [item] : [];
  });
  return missing.slice(0, MAX_NOTES).flatMap(({ documentLine, text }) => {
    let best = { edits: text.length / 2, note: '' };
    for (const line of hidden) {
      const edits = distance(text, line.text);
      const note = `closest to line ${documentLine} of the document is line ${line.outputLine}: \`${line.text}\``;
      if (edits < best.edits) best = { edits, note };
    }
    return best.note === '' ? [] : [best.note];
  });
}
