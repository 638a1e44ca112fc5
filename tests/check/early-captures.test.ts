import { expect, it } from 'vitest';
import { findingsOf } from './check-text.ts';

const CAPTURE =
  '```bash run\necho 1\n```\n\n```output\n<<ver:int>>\n```\n\n```bash run\necho "$ver"\n```\n';
const step = (body: string): string => `\`\`\`bash run\n${body}\n\`\`\`\n\n`;

it.each([
  ['$ver', 'echo $ver', '2:6+4'],
  ['${ver}', 'echo a\necho "${ver}"', '3:7+5'],
  ['${ver:-}', 'echo "${ver:-}"', '2:7+5'],
])('%s in a step before the one that captures it is a finding', async (_, body, place) => {
  const [finding] = await findingsOf('early-capture', step(body) + CAPTURE);
  expect(finding).toMatch(
    `${place} warning \`$ver\` has no value here (it is captured only later, on line`,
  );
});

it('in the step that captures it is one as well', async () => {
  expect(await findingsOf('early-capture', CAPTURE.replace('echo 1', 'echo "1$ver"'))).toHaveLength(
    1,
  );
});

it.each([
  ['a value of its own', 'ver=2\necho $ver'],
  ['a loop', 'for ver in 1 2; do echo $ver; done'],
  ['a read', 'read -r ver < x\necho $ver'],
  ['another name', 'echo $version ${ver_}'],
])('%s is none', async (_, body) => {
  expect(await findingsOf('early-capture', step(body) + CAPTURE)).toEqual([]);
});

it('a capture of the whole output is one as well', async () => {
  const text = `${step('echo $all')}\`\`\`bash run capture=all\necho 1\n\`\`\`\n\n${step('echo $all')}`;
  expect(await findingsOf('early-capture', text)).toEqual([
    '2:6+4 warning `$all` has no value here (it is captured only later, on line 5)',
  ]);
});

it('a cleanup step runs last, wherever it stands', async () => {
  const text = `\`\`\`bash cleanup\necho $ver\n\`\`\`\n\n${CAPTURE}`;
  expect(await findingsOf('early-capture', text)).toEqual([]);
});
