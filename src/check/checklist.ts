import type { Problem } from '../document/problem.ts';
import { readChecklist } from '../model/checklist.ts';
import type { DocumentCheck } from './types.ts';

/** Items of the checklist whose link leads to nothing that a run could prove them by. */
export const checklist: DocumentCheck = {
  rules: ['unproven-item'],
  find({ document, loaded }) {
    const slugs = new Set(document.headings.map(({ slug }) => slug));
    const items = readChecklist({ document, steps: loaded.steps, config: loaded.config });
    return {
      problems: items.flatMap(({ line, targets, steps }): Problem[] => {
        const target = targets.find((one) => slugs.has(decodeURI(one.slice(1))));
        if (steps.length > 0 || target === undefined) return [];
        const text = document.lines[line - 1] ?? '';
        return [
          {
            rule: 'unproven-item',
            severity: 'warning',
            file: document.file,
            line,
            column: Math.max(0, text.indexOf(target)) + 1,
            length: target.length,
            message: `no step in \`${target}\` proves this item`,
            hint: 'link to the section whose steps do, or take the link out: it is then for a person',
          },
        ];
      }),
    };
  },
};
