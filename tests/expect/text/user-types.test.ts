import { describe, expect, it } from 'vitest';
import { defineType } from '../../../src/expect/text/user-types.ts';
import { evaluate } from '../sources.ts';

const TYPES = {
  pod: '[a-z]+-[a-z0-9]{5}',
  level: 'WARN|WARNING',
  bad: '(a+)+',
};

async function captures(
  info: string,
  lines: readonly string[],
  output: string,
): Promise<Record<string, string> | null> {
  const result = await evaluate(info, lines, { output, stdout: output, types: TYPES });
  return result.ok ? Object.fromEntries(result.captures) : null;
}

describe('a type of one’s own', () => {
  it.each([
    ['the whole of a line', ['<<p:pod>>'], 'web-abc12', { p: 'web-abc12' }],
    ['a part of a line', ['pod/<<p:pod>> is <<:word>>'], 'pod/web-abc12 is up', { p: 'web-abc12' }],
    ['as much as possible', ['<<l:level>><<r:any>>'], 'WARNINGS', { l: 'WARNING', r: 'S' }],
    ['less where the rest needs it', ['<<l:level>>ING'], 'WARNING', { l: 'WARN' }],
    ['nothing else', ['<<p:pod>>'], 'web-abc1', null],
    ['H11: not a longer text', ['<<l:level>>'], 'WARNINGS', null],
    ['H12: no exponential time', ['<<b:bad>>c'], 'a'.repeat(5000), null],
  ])('takes %s', async (_, lines, output, expected) => {
    expect(await captures('output', lines, `${output}\n`)).toEqual(expected);
  });

  it('is a type of text in JSON', async () => {
    const template = ['{"name": "<<n:pod>>", "path": "/pods/<<n>>", "level": "is <<:level>>"}'];
    const json = '{"name": "web-abc12", "path": "/pods/web-abc12", "level": "is WARN"}';
    expect(await captures('json expect', template, json)).toEqual({ n: 'web-abc12' });
    expect(await captures('json expect', template, json.replace('web-', 'web'))).toBeNull();
  });

  it('cannot be made of what the engine refuses', () => {
    expect(defineType('x', '(?<=a)b')).toMatchInlineSnapshot(`
      {
        "hint": "expressions are in the syntax of RE2, which takes linear time and has no lookahead or lookbehind",
        "message": "not a usable regular expression: invalid named capture: \`(?<=a)b\`",
        "ok": false,
      }
    `);
  });
});
