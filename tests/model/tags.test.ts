import { describe, expect, it } from 'vitest';
import { errorsOf, fence, load, loadValid, warningsOf } from './problems-of.ts';

describe('H15: a mistyped tag is an error', () => {
  it.each([
    ['bash runn', '1:9 unknown-role: unknown role `runn` (did you mean `run`?)'],
    ['bash Run', '1:9 unknown-role: unknown role `Run` (did you mean `run`?)'],
    ['bash cofigure', '1:9 unknown-role: unknown role `cofigure` (did you mean `configure`?)'],
    ['bash helth', '1:9 unknown-role: unknown role `helth` (did you mean `health`?)'],
    ['bash rolback', '1:9 unknown-role: unknown role `rolback` (did you mean `rollback`?)'],
    ['json expekt', '1:9 unknown-role: unknown role `expekt` (did you mean `expect`?)'],
    ['bash nocheck', '1:9 unknown-role: unknown role `nocheck` (did you mean `no-check`?)'],
  ])('%s', (info, expected) => {
    expect(errorsOf(fence(info))).toBe(expected);
  });

  it('when an attribute of ours shows that it was meant', () => {
    expect(errorsOf(fence('bash verify timeout=5s'))).toMatchInlineSnapshot(
      `"1:9 unknown-role: unknown role \`verify\` (\`timeout\` makes this a step; the roles are \`require\`, \`install\`, \`configure\`, \`run\`, \`test\`, \`health\`, \`manual\`, \`diagnose\`, \`rollback\` and \`cleanup\`)"`,
    );
    expect(errorsOf(fence('bash serve background ready=port:1'))).toMatchInlineSnapshot(
      `"1:9 unknown-role: unknown role \`serve\` (\`background\` makes this a step; the roles are \`require\`, \`install\`, \`configure\`, \`run\`, \`test\`, \`health\`, \`manual\`, \`diagnose\`, \`rollback\` and \`cleanup\`)"`,
    );
    expect(errorsOf(fence('yaml file=soni.yaml'))).toMatchInlineSnapshot(
      `"1:9 unknown-role: \`file\` needs a role before it (the roles are \`require\`, \`install\`, \`configure\`, \`run\`, \`test\`, \`health\`, \`manual\`, \`diagnose\`, \`rollback\` and \`cleanup\`)"`,
    );
    expect(errorsOf(fence('bash env.A=1'))).toMatchInlineSnapshot(
      `"1:9 unknown-role: \`env.A\` needs a role before it (the roles are \`require\`, \`install\`, \`configure\`, \`run\`, \`test\`, \`health\`, \`manual\`, \`diagnose\`, \`rollback\` and \`cleanup\`)"`,
    );
  });

  it('at its place in a quote, with CRLF and a byte-order mark', () => {
    const text = '\uFEFFa\r\n\r\n> - ~~~~bash  rnu\r\n>   true\r\n>   ~~~~\r\n';
    expect(errorsOf(text)).toMatchInlineSnapshot(
      `"3:15 unknown-role: unknown role \`rnu\` (did you mean \`run\`?)"`,
    );
  });
});

it.each([
  'js title="a" showLineNumbers',
  'js {1,3-5}',
  'js showLineNumbers',
  'ts twoslash',
  'rust,no_run',
  'python linenums="1"',
  'bash copy',
  'r echo=FALSE',
  'diff lang=js',
  'sh title="unclosed',
])('leaves %j to site generators', (info) => {
  expect(load(fence(info))).toMatchObject({ problems: [], runbook: { steps: [] } });
});

it('counts a fence that says `no-check` as inert, whatever it looks like', () => {
  const text = fence('bash run') + fence('bash no-check') + fence('output no-check') + fence('js');
  expect(loadValid(text).coverage).toEqual({ fences: 4, run: 1, inert: 2 });
});

it('refuses attributes of a step beside `no-check`', () => {
  expect(errorsOf(fence('bash no-check id=x'))).toMatchInlineSnapshot(
    `"1:18 bad-attribute: \`id\` has no meaning on a fence that says \`no-check\` (take one of the two out)"`,
  );
});

it('advises on fences that look like a mistyped tag', () => {
  expect(warningsOf(fence('run'))).toMatchInlineSnapshot(
    `"1:4 mistyped-tag: \`run\` is a role, and stands where the language does (to run the block, write the language first: \`bash run\`)"`,
  );
  expect(warningsOf(fence('ouput'))).toMatchInlineSnapshot(
    `"1:4 mistyped-tag: \`ouput\` looks like a mistyped \`output\`, and checks nothing (did you mean \`output\`?)"`,
  );
});

it('refuses a step that is never closed, and advises on other fences', () => {
  expect(errorsOf('```bash run\ntrue\n')).toMatchInlineSnapshot(
    `"1:4 unclosed-fence: this fence is never closed (close it with the same marker, indented like the opening one)"`,
  );
  expect(errorsOf('- ```bash run\n  true\nfalse\n')).toMatchInlineSnapshot(
    `"1:6 unclosed-fence: this fence is never closed (close it with the same marker, indented like the opening one)"`,
  );
  expect(warningsOf('```bash\ntrue\n')).toMatchInlineSnapshot(
    `"1:4 unclosed-fence: this fence is never closed (close it with the same marker, indented like the opening one)"`,
  );
});
