import { describe, expect, it } from 'vitest';
import { errorsOf, fence, load, loadValid, warningsOf } from './problems-of.ts';

describe('ids', () => {
  function idsOf(text: string): readonly string[] {
    return loadValid(text).steps.map(({ id }) => id);
  }

  it.each([
    [
      'the heading, counted',
      `# Run it\n${fence('sh run').repeat(3)}`,
      ['run-it', 'run-it-2', 'run-it-3'],
    ],
    [
      'the step without a heading',
      `${fence('sh run')}${fence('sh run')}# A\n${fence('sh run')}`,
      ['step-1', 'step-2', 'a'],
    ],
    [
      'GitHub for repeated headings',
      `# A\n${fence('sh run')}# A\n${fence('sh run')}`,
      ['a', 'a-1'],
    ],
    ['`id=` before all', `# A\n${fence('sh run')}${fence('sh run id=a')}`, ['a-2', 'a']],
    [
      'the heading without the steps that have their own',
      `# A\n${fence('sh run id=x')}${fence('sh run')}`,
      ['x', 'a'],
    ],
    [
      'what is free',
      `# A\n${fence('sh run').repeat(2)}# A-2\n${fence('sh run')}`,
      ['a', 'a-2', 'a-2-2'],
    ],
    ['the step under a heading without letters', `# 🎉\n${fence('sh run')}`, ['step-1']],
  ])('come from %s', (_, text, expected) => {
    expect(idsOf(text)).toEqual(expected);
  });

  it('are refused when they are given twice', () => {
    expect(errorsOf(fence('sh run id=a') + fence('sh run id=a'))).toMatchInlineSnapshot(
      `"4:11 duplicate-id: the id \`a\` is given twice, first on line 1 (give one of the steps another id)"`,
    );
  });
});

it.each([
  ['sh run title="T"', 'T'],
  ['sh run', 'The heading'],
])('titles the step of `%s`', (info, title) => {
  expect(loadValid(`# The *heading*\n${fence(info)}`).steps[0]?.title).toBe(title);
});

it('H30: keeps the order of the document when headings repeat', () => {
  const text = ['Setup', 'Test', 'Setup', 'Test']
    .map((heading, n) => `## ${heading}\n\n${fence(`sh run id=s${n}`, `echo ${n}`)}`)
    .join('\n');
  expect(loadValid(text).steps.map(({ id, heading }) => `${id} ${heading?.slug}`)).toEqual([
    's0 setup',
    's1 test',
    's2 setup-1',
    's3 test-1',
  ]);
});

it('H44: keeps the blank lines of a script and the second block under a heading', () => {
  const body = 'cat <<X\n\na\n\nX\n\ntrue';
  const { steps } = loadValid(
    `# A\n${fence('sh run', body)}\n${fence('sh test')}${fence('output', '')}`,
  );
  expect(steps.map(({ code }) => code)).toEqual([`${body}\n`, 'true\n']);
});

it('H31: one invalid pattern among 83 blocks hides nothing and lets nothing run', () => {
  const block = (n: number): string =>
    fence(`sh run id=s${n}`) + fence('output', n === 0 ? 'a( (re)' : `line ${n}`);
  const blocks = Array.from({ length: 83 }, (_, n) => block(n)).join('');
  const bad =
    blocks + fence('sh runn') + fence('sh run timeot=1s') + fence('output', '<<:nothing>>');
  expect(loadValid(blocks.replace('a( (re)', 'a')).steps).toHaveLength(83);
  expect(load(bad).runbook).toBeNull();
  expect(load(bad).problems.map(({ line, severity }) => `${line} ${severity}`)).toEqual([
    '5 error',
    '499 error',
    '502 error',
    '506 error',
  ]);
});

it('H16: refuses ids that no step has, wherever they are asked for', () => {
  const text = `---\nrunbook: {test: {expect-fail: x}}\n---\n${fence('sh run id=a stops=y')}${fence('output for=z')}`;
  expect(errorsOf(text)).toMatchInlineSnapshot(`
    "2:31 unknown-step: \`expect-fail: x\`: no step has this id (did you mean \`a\`?)
    4:16 unknown-step: \`stops=y\`: no step has this id (no step is in the background)
    7:11 unknown-step: \`for=z\`: no step has this id (did you mean \`a\`?)"
  `);
});

it('refuses a `stops=` that names no background step before it', () => {
  const server = fence('sh run id=server background ready=port:1');
  expect(errorsOf(server + fence('sh run stops=server'))).toBe('');
  expect(errorsOf(server + fence('sh run stops=sever'))).toMatchInlineSnapshot(
    `"4:11 unknown-step: \`stops=sever\`: no step has this id (did you mean \`server\`?)"`,
  );
  expect(errorsOf(fence('sh run stops=server') + server)).toMatchInlineSnapshot(
    `"1:11 bad-attribute: \`stops=server\`: that step comes only later (name a background step that was started before)"`,
  );
  expect(errorsOf(fence('sh run id=a') + fence('sh run stops=a'))).toMatchInlineSnapshot(
    `"4:11 bad-attribute: \`stops=a\`: that step is not in the background (name a background step that was started before)"`,
  );
});

it('puts the problems of all stages in the order of the document', () => {
  const text = `---\nrunbook: {shel: sh}\n---\n${fence(`sh run cwd=\${x}`)}${fence('yaml run file=/a', 'a: [')}${fence('sh rum')}`;
  expect(errorsOf(text)).toMatchInlineSnapshot(`
    "2:11 unknown-key: unknown front-matter key \`runbook.shel\` (did you mean \`shell\`?)
    4:15 unknown-name: \`\${x}\` stands for no param and no capture (write \`\\\${\` for the characters themselves)
    7:13 file-path: \`file=/a\` is an absolute path (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)
    9:1 file-syntax: \`/a\` is no valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]
    10:7 unknown-role: unknown role \`rum\` (did you mean \`run\`?)"
  `);
});

it('advises on steps of which only the exit code is checked', () => {
  expect(
    warningsOf(fence('sh test') + fence('sh health') + fence('sh run')),
  ).toMatchInlineSnapshot(`
    "1:4 no-expectation: nothing but the exit code of this \`test\` step is checked (let an \`output\`, \`json expect\` or \`assert\` fence follow it)
    4:4 no-expectation: nothing but the exit code of this \`health\` step is checked (let an \`output\`, \`json expect\` or \`assert\` fence follow it)"
  `);
});

it('counts what becomes of every fence', () => {
  const text =
    fence('sh run') +
    fence('output', 'a') +
    fence('js') +
    fence('sh no-check') +
    fence('output', 'prose');
  expect(loadValid(text).coverage).toEqual({ fences: 5, run: 2, inert: 1 });
});
