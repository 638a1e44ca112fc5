import { describe, expect, it } from 'vitest';
import { errorsOf, fence, warningsOf } from './problems-of.ts';

const PARAMS = '---\nrunbook: {params: {port: {type: port}, api_key1: {env: KEY}}}\n---\n';
const CAPTURE = fence('sh run id=a', 'echo 1.2.3') + fence('output', 'v <<ver:semver>>');

it('H23: finds params by name and by variable, and captures of steps before', () => {
  const text = `${PARAMS}${CAPTURE}${fence(`sh run background ready=http://x:\${port}/\${ver} ready=log:/a\${1,2}$/ cwd=\${PORT} stdin=\${api_key1} env.A=\${KEY}`)}${fence(`ini configure file=\${ver}.ini expand`, `a=\${port}\nb=\\\${none}`)}`;
  expect(errorsOf(text)).toBe('');
});

describe('refuses', () => {
  it('names that stand for nothing', () => {
    const step = fence(
      `sh run background ready=port:\${prot} cwd="a \${x}" stdin=\${port:-1} env.A=\${}`,
    );
    expect(errorsOf(PARAMS + step)).toMatchInlineSnapshot(`
      "4:33 unknown-name: \`\${prot}\` stands for no param and no capture (did you mean \`port\`?)
      4:48 unknown-name: \`\${x}\` stands for no param and no capture (write \`\\\${\` for the characters themselves)
      4:60 bad-reference: \`\${port:-1}\` is no reference (write \`\\\${\` for the characters themselves)
      4:77 bad-reference: \`\${}\` is no reference (write \`\\\${\` for the characters themselves)"
    `);
  });

  it('names in the body of a file block, at their place in a list', () => {
    const text = `${PARAMS}- \`\`\`ini configure file=a expand\n  a=1\n  b = \${prt} \${B:-x}\n  \`\`\`\n`;
    expect(errorsOf(text)).toMatchInlineSnapshot(`
      "6:7 unknown-name: \`\${prt}\` stands for no param and no capture (did you mean \`port\`?)
      6:14 bad-reference: \`\${B:-x}\` is no reference (write \`\\\${\` for the characters themselves)"
    `);
  });

  it('names in expectations, and captures that come only later', () => {
    const text = `${fence('sh run id=b')}${fence('output', `x \${ver} \${vre}`)}${CAPTURE}`;
    expect(errorsOf(text)).toMatchInlineSnapshot(`
      "5:3 unknown-name: \`\${ver}\` has no value here (it is captured only later, on line 11)
      5:10 unknown-name: \`\${vre}\` stands for no param and no capture (did you mean \`ver\`?)"
    `);
  });

  it('names in expectations inside a list, at their place', () => {
    const text = `- \`\`\`sh run\n  \`\`\`\n\n  \`\`\`output\n  a <<nothing>> <<PATH:path>>\n  <<:nonsense>>\n  \`\`\`\n`;
    expect(errorsOf(text.replace('  <<:nonsense>>\n', ''))).toMatchInlineSnapshot(`
      "5:5 unknown-name: \`<<nothing>>\` stands for no param and no capture (write \`\\<<\` for the characters themselves)
      5:17 name-collision: a capture cannot be called \`PATH\`, which belongs to the system (capture it by another name)"
    `);
    expect(errorsOf(text)).toMatchInlineSnapshot(
      `"6:3 unknown-type: unknown type \`nonsense\` (types are int, number, word, semver, uuid, iso8601, time, duration, size, ip, url, hex, path, bool, any, enum; define one of your own under \`runbook.types\`)"`,
    );
  });

  it('a prerequisite that needs a capture of a step: it runs before all steps', () => {
    expect(errorsOf(CAPTURE + fence(`sh require cwd=\${ver}`))).toMatchInlineSnapshot(
      `"7:19 unknown-name: \`\${ver}\` has no value here (it is captured only later, on line 5)"`,
    );
  });

  it('captures that collide', () => {
    const text = `${PARAMS}${CAPTURE}${fence('output', '<<ver:semver>>\n<<port:int>>\n<<KEY:word>>\n<<PATH:path>>\n<<IFS:word>>')}${fence('sh run')}${fence('output', '<<ver:int>>')}`;
    expect(errorsOf(text)).toMatchInlineSnapshot(`
      "11:1 duplicate-capture: \`ver\` is captured twice, first on line 8 (write \`<<ver>>\` without a type to say that it is the same)
      12:1 name-collision: the capture \`port\` collides with param \`port\` (capture it by another name)
      13:1 name-collision: the capture \`KEY\` collides with param \`api_key1\` (capture it by another name)
      14:1 name-collision: a capture cannot be called \`PATH\`, which belongs to the system (capture it by another name)
      15:1 name-collision: a capture cannot be called \`IFS\`, which belongs to the shell (capture it by another name)
      21:1 duplicate-capture: \`ver\` is captured twice, first on line 8 (capture it by another name, or write \`<<ver>>\` to say that it is the same)"
    `);
  });
});

describe('capture=', () => {
  const given = (name: string, rest = ''): string => fence(`sh run capture=${name}${rest}`);

  it('gives later steps a name, and not its own or earlier ones', () => {
    const expects = fence('stdout', `\${x}`);
    const early = fence('sh run') + expects;
    const text = `${early}${given('x')}${expects}${fence(`sh run cwd=\${x}`)}${expects}`;
    expect(errorsOf(text)).toMatchInlineSnapshot(`
      "5:1 unknown-name: \`\${x}\` has no value here (it is captured only later, on line 7)
      11:1 unknown-name: \`\${x}\` has no value here (it is captured only later, on line 7)"
    `);
  });

  it('cannot take a name that is taken', () => {
    const steps = ['port', 'KEY', 'PATH', 'ver', 'x', 'x'].map((name) => given(name)).join('');
    expect(errorsOf(PARAMS + CAPTURE + steps)).toMatchInlineSnapshot(`
      "10:19 name-collision: the capture \`port\` collides with param \`port\` (capture it by another name)
      13:19 name-collision: the capture \`KEY\` collides with param \`api_key1\` (capture it by another name)
      16:19 name-collision: a capture cannot be called \`PATH\`, which belongs to the system (capture it by another name)
      19:19 duplicate-capture: \`ver\` is captured twice, first on line 8 (capture it by another name)
      25:19 duplicate-capture: \`x\` is captured twice, first on line 22 (capture it by another name)"
    `);
    const hole =
      given('x') + fence('stdout', '<<x:int>>') + fence('sh run') + fence('output', '<<x:int>>');
    expect(errorsOf(hole)).toMatchInlineSnapshot(`
      "1:19 duplicate-capture: \`x\` is captured twice, first on line 5 (capture it by another name)
      11:1 duplicate-capture: \`x\` is captured twice, first on line 5 (capture it by another name, or write \`<<x>>\` to say that it is the same)"
    `);
  });

  it('cannot stand with an expectation for which both streams are one', () => {
    const output = given('x') + fence('output', 'a');
    expect(errorsOf(output)).toMatchInlineSnapshot(
      `"1:11 expectation-conflict: \`capture\` reads stdout and cannot stand together with \`output (1 line)\` (line 4) (check \`stdout\` instead, or capture from a line: \`<<name:type>>\`)"`,
    );
    expect(errorsOf(given('x') + fence('assert', 'output contains "a"'))).toContain(
      'expectation-conflict',
    );
    expect(errorsOf(given('x') + fence('assert', 'exit == 0'))).toBe('');
    expect(errorsOf(given('x') + fence('stderr', 'a'))).toBe('');
  });

  it('that nothing uses is advised on', () => {
    expect(warningsOf(given('x') + fence('sh run', 'echo $y'))).toMatchInlineSnapshot(
      `"1:19 unused-capture: the capture \`x\` is never used (take \`capture=x\` out)"`,
    );
    expect(warningsOf(given('x') + fence('sh run', 'echo $x'))).toBe('');
  });
});

describe('does not make one mistake into two', () => {
  it.each([
    ['a wrong param', '  params: {port: {type: prot}, key: {env: API}}\n  x: 1\n', 2],
    ['params that are none', '  params: [port]\n', 1],
    ['broken YAML', '  params: {port\n', 1],
  ])('after %s', (_, yaml, count) => {
    const step = fence(`sh run cwd=\${port}/\${PORT}/\${API}`);
    const errors = errorsOf(`---\nrunbook:\n${yaml}---\n${step}`).split('\n');
    expect(errors.filter((error) => error.includes('unknown-name'))).toEqual([]);
    expect(errors).toHaveLength(count);
  });

  it('after an expectation that cannot be compiled', () => {
    const broken = fence('sh run') + fence('output', 'v <<ver:semver>> <<:nonsense>>');
    expect(errorsOf(broken + fence(`sh run cwd=\${ver}`)).split('\n')).toHaveLength(1);
  });
});

it('advises on a max= that something else ends before', () => {
  expect(
    [
      'sh run max=10s timeout=10s',
      'sh run max=20s within=10s',
      'sh run max=9s within=10s timeout=10s',
    ]
      .map((info) => warningsOf(fence(info)))
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "1:11 vacuous-expectation: \`max\` cannot fail: \`timeout\` ends the step before it (make it shorter than \`timeout\`)
    1:11 vacuous-expectation: \`max\` cannot fail: \`within\` ends the step before it (make it shorter than \`within\`)
    "
  `);
});

it('reads nothing as a reference in commands', () => {
  expect(errorsOf(fence(`sh run if='test \${X:-1}' title='\${y}'`, `echo \${z}`))).toBe('');
});

it(`leaves \`\${\` alone in a file without \`expand\``, () => {
  expect(errorsOf(fence('ini configure file=a', `a=\${b}`))).toBe('');
});

it('lets a cleanup step use what a step after it captured', () => {
  expect(errorsOf(fence(`sh cleanup cwd=\${ver}`) + CAPTURE)).toBe('');
});

it.each([
  ['a command', fence('sh run', 'echo $ver')],
  ['another language', fence('python run', 'os.environ["ver"]')],
  ['an attribute', fence(`sh run cwd=\${ver}`)],
  ['an expectation', fence('sh run') + fence('output', `\${ver}`)],
  ['a condition', fence("sh run if='test $ver'")],
])('knows that a capture is used in %s', (_, text) => {
  expect(warningsOf(CAPTURE + text)).toBe('');
});

it('advises on a capture that nothing uses', () => {
  expect(warningsOf(CAPTURE + fence('sh run', 'echo $version'))).toMatchInlineSnapshot(
    `"5:3 unused-capture: the capture \`ver\` is never used (leave its name out: \`<<:type>>\`)"`,
  );
});
