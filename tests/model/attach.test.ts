import { describe, expect, it } from 'vitest';
import { errorsOf, fence, load, loadValid } from './problems-of.ts';

const STEP = fence('bash run id=a', 'echo hi');
const OUTPUT = fence('output', 'hi');

/** `step: lines of the expectations that it has`. */
function attached(text: string): readonly string[] {
  return loadValid(text).steps.map(
    ({ id, expectations }) => `${id}: ${expectations.map(({ fence: f }) => f.line).join(' ')}`,
  );
}

it.each([
  ['the step before it', STEP + OUTPUT, ['a: 4']],
  ['a step above a deeper heading', `# A\n${STEP}## B\n### C\n${OUTPUT}`, ['a: 7']],
  ['a step before any heading', `${STEP}# A\n${OUTPUT}`, ['a: 5']],
  ['a step with data fences in between', STEP + fence('yaml') + fence('') + OUTPUT, ['a: 10']],
  ['the nearest step', `${STEP}${fence('bash run id=b')}${OUTPUT}`, ['a: ', 'b: 7']],
  ['every one its step', STEP + OUTPUT + OUTPUT, ['a: 4 7']],
  [
    'the step that it names',
    `${STEP}# B\n${fence('bash run id=b')}${fence('output for=a', 'hi')}`,
    ['a: 8', 'b: '],
  ],
  [
    'a step in a list',
    '1. x\n\n   ```bash run id=a\n   ```\n\n2. y\n\n   ```output\n   ```\n',
    ['a: 8'],
  ],
  [
    'cleanup and prerequisites',
    fence('bash require id=r') + OUTPUT + fence('bash cleanup id=c') + OUTPUT,
    ['r: 4', 'c: 10'],
  ],
])('attaches to %s', (_, text, expected) => {
  expect(attached(text)).toEqual(expected);
});

it.each([
  ['an untagged shell fence', STEP + fence('console', '$ x') + OUTPUT, 2],
  ['a shell fence that says `no-check`', STEP + fence('bash no-check') + OUTPUT, 2],
  ['no step in the whole document', fence('sh') + OUTPUT + fence('output nonsense=1'), 0],
])('is prose after %s', (_, text, steps) => {
  const { runbook, problems } = load(text);
  expect(problems.filter(({ rule }) => rule !== 'no-expectation')).toEqual([]);
  expect(runbook?.steps.flatMap(({ expectations }) => expectations)).toEqual([]);
  expect(runbook?.coverage.run).toBe(Math.min(steps, 1));
});

describe('H39: an expectation that attaches to nothing is an error', () => {
  it.each([
    ['before the step', OUTPUT + STEP],
    ['under the next heading', `# A\n${STEP}# B\n${OUTPUT}`],
    ['under a heading that encloses the step', `# A\n## B\n${STEP}# C\n${OUTPUT}`],
    ['past a deeper section', `# A\n${STEP}## B\n${fence('bash run id=b')}## C\n${OUTPUT}`],
  ])('%s', (_, text) => {
    expect(load(text).problems.map(({ rule }) => rule)).toEqual(['unattached-expectation']);
  });

  it('that says what to do', () => {
    expect(errorsOf(`# A\n${STEP}# B\n${OUTPUT}`)).toMatchInlineSnapshot(
      `"6:4 unattached-expectation: \`output\` checks nothing: no step stands before it under its heading (put it after its step, name the step with \`for=a\`, or say \`no-check\`)"`,
    );
    expect(errorsOf(STEP + fence('output for=aa'))).toMatchInlineSnapshot(
      `"4:11 unknown-step: \`for=aa\`: no step has this id (did you mean \`a\`?)"`,
    );
    expect(errorsOf(STEP + fence('output for'))).toMatchInlineSnapshot(
      `"4:11 unknown-step: \`for\` needs the id of a step (did you mean \`a\`?)"`,
    );
  });

  it('and one of several that are alike is not lost', () => {
    const text = STEP + OUTPUT + STEP.replace('id=a', 'id=b') + OUTPUT + OUTPUT;
    expect(attached(text)).toEqual(['a: 4', 'b: 10 13']);
  });
});

it('says nothing of an expectation whose step is refused, but reads it', () => {
  expect(errorsOf(fence('bash rnu') + OUTPUT)).toMatchInlineSnapshot(
    `"1:9 unknown-role: unknown role \`rnu\` (did you mean \`run\`?)"`,
  );
  expect(errorsOf(fence('bash rnu') + fence('output', '<<:nonsense>>'))).toMatchInlineSnapshot(`
    "1:9 unknown-role: unknown role \`rnu\` (did you mean \`run\`?)
    5:1 unknown-type: unknown type \`nonsense\` (types are int, number, word, semver, uuid, iso8601, time, duration, size, ip, url, hex, path, bool, any, enum; define one of your own under \`runbook.types\`)"
  `);
});

it('refuses expectations that cannot stand together', () => {
  const stdout = fence('stdout', 'x');
  const json = fence('json expect', '{"a": 1}');
  expect(errorsOf(STEP + OUTPUT + stdout)).toMatchInlineSnapshot(
    `"7:4 expectation-conflict: \`stdout (1 line)\` cannot stand together with \`output (1 line)\` (line 4) (check \`stdout\` and \`stderr\` each by itself, or both together as \`output\`)"`,
  );
  expect(errorsOf(STEP + json + OUTPUT)).toMatchInlineSnapshot(
    `"4:4 expectation-conflict: \`json expect\` cannot stand together with \`output (1 line)\` (line 7) (check \`stdout\` and \`stderr\` each by itself, or both together as \`output\`)"`,
  );
  expect(errorsOf(STEP + OUTPUT + fence('assert', 'stderr is empty'))).toMatchInlineSnapshot(
    `"7:4 expectation-conflict: \`assert (1 condition)\` cannot stand together with \`output (1 line)\` (line 4) (check \`stdout\` and \`stderr\` each by itself, or both together as \`output\`)"`,
  );
  const mixed = fence('assert', 'stderr is empty\noutput contains "x"');
  expect(errorsOf(STEP + mixed)).toMatchInlineSnapshot(
    `"4:4 bad-condition: \`output\` is both streams in one pipe, it cannot stand with the others"`,
  );
  expect(errorsOf(STEP + OUTPUT + fence('assert', 'exit == 0'))).toBe('');
  expect(errorsOf(STEP + stdout + json + fence('stderr', 'x'))).toBe('');
});

it('refuses expectations on a file block', () => {
  expect(errorsOf(fence('yaml configure file=a.yaml', 'a: 1') + OUTPUT)).toMatchInlineSnapshot(
    `"4:4 expectation-conflict: \`output\` checks a file block, which prints nothing (let a step after it show the file, and check that one)"`,
  );
});

it('refuses malformed info strings of expectations', () => {
  expect(errorsOf(STEP + fence('output match="lines'))).toMatchInlineSnapshot(
    `"4:11 bad-info-string: \`match\`: the quote " is never closed"`,
  );
  expect(errorsOf(STEP + fence('output match=lines match=lines', 'a'))).toMatchInlineSnapshot(
    `"4:23 duplicate-attribute: \`match\` is given twice (keep one of them)"`,
  );
});
