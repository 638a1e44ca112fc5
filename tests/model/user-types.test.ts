import { describe, expect, it } from 'vitest';
import { errorsOf, fence, load, warningsOf } from './problems-of.ts';

/** A document whose front matter has these lines below `types:`, and one step. */
function withTypes(types: string, expectation: string): string {
  return `---\nrunbook:\n  types:\n${types}---\n${fence('sh run', 'x')}${expectation}`;
}

describe('types of the front matter', () => {
  it('are types of holes in lines, in JSON and for `vary`', () => {
    const types = `    pod: '[a-z]+-[a-z0-9]{5}'\n    Level-2_x: WARN|ERROR\n`;
    const expectations = [
      fence('stdout vary=pod,uuid', 'pod <<p:pod>> <<:Level-2_x>>'),
      fence('json expect', '{"name": "<<:pod>>", "text": "is <<l:Level-2_x>>"}'),
    ].join('');
    expect(errorsOf(withTypes(types, expectations))).toBe('');
    const { runbook } = load(withTypes(types, expectations));
    expect([...(runbook?.config.types.keys() ?? [])]).toEqual(['pod', 'Level-2_x']);
  });

  it('are suggested where one is mistyped', () => {
    const text = withTypes("    kernel: '\\d+'\n", fence('output', '<<:kernal>>'));
    expect(errorsOf(text)).toMatchInlineSnapshot(
      `"10:1 unknown-type: unknown type \`kernal\` (did you mean \`kernel\`?)"`,
    );
  });

  it('that cannot be are reported at their place, all at once, and nothing that follows from it', () => {
    const types = `    back: '(a)\\1'
    ahead: "a(?=b)"
    big: '((a{1000}){1000}){1000}'
    int: '\\d'
    array: x
    my type: x
    9x: x
    empty: ''
    list: [a]
`;
    const text = withTypes(types, fence('output', '<<:back>> <<x:ahead>> <<:int>>'));
    expect(errorsOf(text)).toMatchInlineSnapshot(`
      "4:11 bad-regex: type \`back\`: not a usable regular expression: invalid escape sequence: \`\\1\` (expressions are in the syntax of RE2, which takes linear time and has no back-references)
      5:12 bad-regex: type \`ahead\`: not a usable regular expression: invalid or unsupported Perl syntax: \`(?=\` (expressions are in the syntax of RE2, which takes linear time and has no lookahead or lookbehind)
      6:10 bad-regex: type \`big\`: not a usable regular expression: invalid repeat count: \`{1000}\` (expressions are in the syntax of RE2, which takes linear time and counts repetitions up to 1000, those inside others multiplied)
      7:5 name-collision: the type \`int\` exists already (give it another name)
      8:5 name-collision: the type \`array\` exists already (give it another name)
      9:5 bad-name: \`my type\` cannot be the name of a type (use letters, digits, \`_\` and \`-\`, a letter first)
      10:5 bad-name: \`9x\` cannot be the name of a type (use letters, digits, \`_\` and \`-\`, a letter first)
      11:12 bad-value: \`runbook.types.empty\` must not be empty, not \`''\`
      12:11 bad-value: \`runbook.types.list\` must be text, not \`[a]\`"
    `);
  });

  it('must be a mapping', () => {
    expect(errorsOf(`---\nrunbook: {types: [pod]}\n---\n${fence('sh run')}`)).toMatchInlineSnapshot(
      `"2:18 bad-value: \`runbook.types\` must map names to regular expressions, not \`[pod]\`"`,
    );
  });
});

describe('the path of `from=file:`', () => {
  it('has references, which must stand for something', () => {
    const params = '---\nrunbook: {params: {port: {default: a}}}\n---\n';
    const text = `${params}${fence('sh run', 'x')}${fence('ini expect from=file:${prot}/${none}.ini', 'a')}`;
    expect(errorsOf(text)).toMatchInlineSnapshot(`
      "7:25 unknown-name: \`\${prot}\` stands for no param and no capture (did you mean \`port\`?)
      7:33 unknown-name: \`\${none}\` stands for no param and no capture (write \`\\\${\` for the characters themselves)"
    `);
  });

  it('may use what an earlier step captured, and counts as a use of it', () => {
    const first = fence('sh run', 'x') + fence('output', 'dir <<dir:path>>');
    const second = fence('sh run', 'x') + fence('ini expect from=file:${dir}/a.ini', 'a');
    expect(errorsOf(first + second)).toBe('');
    expect(warningsOf(first + second)).toBe('');
  });
});
