import { expect, it } from 'vitest';
import { parseMarkdown } from '../../src/document/parse.ts';
import { loadRunbook } from '../../src/model/load.ts';

const step = (n: number, attributes = ''): string =>
  `## Part ${n}\n\n\`\`\`bash run id=s${n}${attributes}\necho ${n}\n\`\`\`\n\n\`\`\`output\n${n}\n\`\`\`\n\n`;

/** How often reading a document of so many steps asks headings for their anchors. */
function countLooks(steps: number, write: (n: number) => string, rest: string): number {
  const text = Array.from({ length: steps }, (_, n) => write(n)).join('') + rest;
  const document = parseMarkdown(text, 'doc.md');
  let looks = 0;
  for (const heading of document.headings) {
    const { slug } = heading;
    Object.defineProperty(heading, 'slug', {
      get() {
        looks += 1;
        return slug;
      },
    });
  }
  expect(loadRunbook(document).problems).toEqual([]);
  return looks;
}

it.each<[string, (n: number) => string, string]>([
  ['steps', step, ''],
  ['steps whose failure leads to words', (n) => step(n, ' on-fail=#help'), '# Help\n\nCall Ann.\n'],
  [
    'steps whose failure leads to a step',
    (n) => step(n, ' on-fail=#help'),
    '# Help\n\n```bash diagnose\ntrue\n```\n',
  ],
])('twice as many %s are at most twice the work', (_, write, rest) => {
  // Twice as many headings are looked at, each as often as before.
  const few = countLooks(200, write, rest);
  expect(countLooks(400, write, rest)).toBeLessThanOrEqual(2 * few);
});
