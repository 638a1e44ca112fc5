import { expect, it } from 'vitest';
import { errorsOf, fence, load, loadValid } from './problems-of.ts';

it('reads a file block', () => {
  const [step] = loadValid(
    fence(`sh install file=bin/\${x} mode=0755 append`, 'a').replace(`\${x}`, 'x'),
  ).steps;
  expect(step?.file).toEqual({ path: 'bin/x', mode: 0o755, expand: false, append: true });
  expect(step?.code).toBe('a\n');
});

it.each(['a.txt', './a', 'a/../b', 'a/b/c', '.env', '..a'])('lets %s be written', (path) => {
  expect(errorsOf(fence(`text configure file=${path}`))).toBe('');
});

it('refuses paths that leave the workdir, and folders', () => {
  const paths = ['/etc/passwd', '../a', 'a/../../b', '~/a', '~root/a', '..', 'a/', '.'];
  expect(
    paths.map((path) => errorsOf(fence(`text configure file=${path}`))).join('\n'),
  ).toMatchInlineSnapshot(`
    "1:19 file-path: \`file=/etc/passwd\` is an absolute path (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)
    1:19 file-path: \`file=../a\` leaves the workdir (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)
    1:19 file-path: \`file=a/../../b\` leaves the workdir (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)
    1:19 file-path: \`file=~/a\` begins with \`~\`, which no shell expands here (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)
    1:19 file-path: \`file=~root/a\` begins with \`~\`, which no shell expands here (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)
    1:19 file-path: \`file=..\` leaves the workdir (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)
    1:19 file-path: \`file=a/\` names a folder, not a file (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)
    1:19 file-path: \`file=.\` names a folder, not a file (name a file inside of the workdir, or list its folder under \`allow-paths\` in the front matter)"
  `);
});

it('parses what has a syntax, and says where it is broken', () => {
  const bodies: readonly (readonly [string, string])[] = [
    ['json', '{"a": 1,}'],
    ['json', '{\n  "a": [1, 2\n}'],
    ['json', "{'a': 1}"],
    ['json', ''],
    ['json', '{"a": 01}'],
    ['yaml', 'a: [1'],
    ['yaml', 'a: 1\na: 2'],
    ['yml', 'a:\n\t- b'],
    ['toml', 'a = 1\nb = '],
    ['toml', '[a]\n[a]'],
    ['ini', '[a]\nb = 1\n[c'],
    ['ini', '= 1'],
  ];
  const errors = bodies.map(([lang, body]) => errorsOf(fence(`${lang} configure file=f`, body)));
  expect(errors.join('\n')).toMatchInlineSnapshot(`
    "2:9 file-syntax: \`f\` is no valid JSON: expected a key in double quotes, found \`}\`
    4:1 file-syntax: \`f\` is no valid JSON: expected \`,\` or \`]\`, found \`}\`
    2:2 file-syntax: \`f\` is no valid JSON: expected a key in double quotes or \`}\`, found \`'\`
    3:1 file-syntax: \`f\` is no valid JSON: expected a value, found the end
    2:7 file-syntax: \`f\` is no valid JSON: expected a value, found \`01\`
    3:1 file-syntax: \`f\` is no valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]
    3:1 file-syntax: \`f\` is no valid YAML: the key \`a\` is given twice
    3:1 file-syntax: \`f\` is no valid YAML: tabs are not allowed as indentation
    3:5 file-syntax: \`f\` is no valid TOML: invalid value
    3:2 file-syntax: \`f\` is no valid TOML: trying to redefine an already defined table or value
    4:1 file-syntax: \`f\` is no valid INI: the section is not closed
    2:1 file-syntax: \`f\` is no valid INI: a value without a key"
  `);
});

it('gives the place in the document inside a quote', () => {
  expect(
    errorsOf('x\n\n> > ```json configure file=a\n> > {\n> >   "a" 1\n> > }\n> > ```\n'),
  ).toMatchInlineSnapshot(
    `"5:11 file-syntax: \`a\` is no valid JSON: expected \`:\`, found \`1\`"`,
  );
});

it.each([
  ['json', '{"a": [1, -2.5e+3, "\\u00e9\\n", true, null, {}, []]}'],
  ['yaml', '---\na: !custom b\n---\n- c'],
  ['toml', 'a = 1\n[b]\nc = [1,\n 2]'],
  ['ini', '; c\n# d\n\n[a]\nb = 1\nc\n  more'],
  ['ini', 'ExecStart=/bin/x \\\n  --y'],
  ['text', '{{{'],
  ['jsonc', '// x\n{}'],
])('accepts as %s: %j', (lang, body) => {
  expect(load(fence(`${lang} configure file=f`, body)).problems).toEqual([]);
});

it('parses no piece of a file, and no file with gaps', () => {
  expect(errorsOf(fence('yaml configure file=f append', 'a: ['))).toBe('');
  const params = '---\nrunbook: {params: {x: {default: "1"}}}\n---\n';
  expect(errorsOf(params + fence('json configure file=f expand', `{"a": \${x}}`))).toBe('');
  expect(errorsOf(fence('json configure file=f expand', '{"a": '))).toMatchInlineSnapshot(
    `"3:1 file-syntax: \`f\` is no valid JSON: expected a value, found the end"`,
  );
});
