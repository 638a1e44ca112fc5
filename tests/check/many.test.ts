import { expect, it } from 'vitest';
import { checkText } from './check-text.ts';

const repeat = (count: number, write: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => write(n)).join('\n');

/** Each would take minutes, not seconds, if the work grew with the square of the document. */
it.each([
  [
    'keys',
    repeat(
      5_000,
      (n) =>
        `AKIA${(1_000_000 + n).toString(5).padStart(16, 'QZ7M').toUpperCase().replace(/[01]/g, 'Y')}`,
    ),
    'secret',
    1_000,
  ],
  ['links that are broken', repeat(5_000, (n) => `[a](b${n}.md)`), 'broken-link', 5_000],
  [
    'anchors that are broken',
    repeat(3_000, (n) => `## Heading ${n} of the document\n\n[a](#heading-${n}-of-a-document)\n`),
    'broken-anchor',
    3_000,
  ],
  [
    'captures',
    `\`\`\`bash run\n:\n\`\`\`\n\n\`\`\`output\n${repeat(10_000, (n) => `<<v${n}:int>>`)}\n\`\`\`\n`,
    'unused-capture',
    10_000,
  ],
  [
    'captures that are used too early',
    `\`\`\`bash run\n${repeat(5_000, (n) => `echo $v${n}`)}\n\`\`\`\n\n\`\`\`bash run\n:\n\`\`\`\n\n\`\`\`output\n${repeat(5_000, (n) => `<<v${n}:int>>`)}\n\`\`\`\n`,
    'early-capture',
    5_000,
  ],
  [
    'references to nothing',
    `\`\`\`text configure file=a expand\n${repeat(10_000, (n) => `\${v${n}}`)}\n\`\`\`\n`,
    'unknown-name',
    10_000,
  ],
  [
    'fences of data that do not parse',
    repeat(5_000, (n) => `\`\`\`json\n{${n}\n\`\`\`\n`),
    'data-syntax',
    5_000,
  ],
  [
    'fences that are never closed, in lists',
    repeat(5_000, () => '- ```text\n'),
    'unclosed-fence',
    5_000,
  ],
])('takes many %s', async (_, text, rule, least) => {
  const { problems } = await checkText(text, { path: '' });
  expect(problems.filter((problem) => problem.rule === rule).length).toBeGreaterThanOrEqual(least);
});
