import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf, showMismatch } from '../sources.ts';

async function show(template: string, stdout: string): Promise<string> {
  const result = await evaluate('json expect', template.split('\n'), { stdout });
  return result.ok ? JSON.stringify(Object.fromEntries(result.captures)) : showMismatch(result);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

describe('H13: what is large or deep', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  it('is refused with a message when it is nested too deep', async () => {
    expect(await show('[]', deep)).toMatchInlineSnapshot(
      `"! stdout is not JSON: nested more than 500 levels deep at line 1, column 501"`,
    );
    expect(problemsOf('json expect', [deep])).toMatchInlineSnapshot(`
      [
        "11:501+0 json-syntax: this is not JSON: nested more than 500 levels deep",
      ]
    `);
    expect(problemsOf('yaml expect', [deep])).toMatchInlineSnapshot(`
      [
        "11:786+0 yaml-syntax: this is not YAML: it is nested too deep",
      ]
    `);
  });

  it('is compared down to 500 levels', async () => {
    const [left, right] = ['{"a":['.repeat(250), ']}'.repeat(250)];
    expect(await show(`${left}"<<n:int>>"${right}`, `${left}1${right}`)).toBe('{"n":"1"}');
    expect(await show(`${left}2${right}`, `${left}1${right}`)).toContain('expected 2, actual 1');
  });

  it('is refused with a message when it is larger than 64 MiB', async () => {
    expect(await show('""', `"${'x'.repeat(64 * 1024 * 1024)}"`)).toMatchInlineSnapshot(
      `"! stdout is larger than 64 MiB"`,
    );
  });

  it('is cut where it is shown', async () => {
    const stdout = JSON.stringify({ a: 'x'.repeat(1_000_000), b: range(1_000_000) });
    const shown = await show('{"a": 1, "b": 2}', stdout);
    expect(shown.split('\n').map((line) => line.length)).toEqual([229, 229]);
  });

  it('may have many keys', async () => {
    const text = JSON.stringify(Object.fromEntries(range(50_000).map((n) => [`k${n}`, n])));
    expect(await show(text, text)).toBe('{}');
  });

  it('has its first differences shown, and all of them counted', async () => {
    const shown = await show(
      JSON.stringify(range(1000)),
      JSON.stringify(range(1500).map((n) => -n)),
    );
    const lines = shown.split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.slice(-2)).toMatchInlineSnapshot(`
      [
        "11: $[20]: expected 20, actual -20",
        "⋮ 1479 more",
      ]
    `);
  });
});

describe('a capture that a later value decides', () => {
  it('is found among very many elements', async () => {
    const template = '{"l": ["<<...>>", {"id": "<<n:int>>"}, "<<...>>"], "m": "<<n>>"}';
    const l = range(5000).map((id) => ({ id }));
    expect(await show(template, JSON.stringify({ l, m: 4321 }))).toBe('{"n":"4321"}');
  });

  it('is missed with the plain differences when there is no way', async () => {
    const template = '{"l": ["<<...>>", "<<n:int>>", "<<...>>"], "m": "<<n>>"}';
    expect(await show(template, '{"l": [1, 2], "m": 3}')).toMatchInlineSnapshot(
      `"11: $.m: expected 1 (\`<<n>>\`), actual 3"`,
    );
  });

  it('is said to be given up when the search takes too long', async () => {
    const holes = range(6).map((n) => `"<<x${n}:int>>", "<<...>>"`);
    const backs = range(6).map((n) => `"<<x${n}>>"`);
    const template = `[["<<...>>", ${holes.join(', ')}], [${backs.join(', ')}]]`;
    const stdout = JSON.stringify([range(300), [5, 4, 3, 2, 1, 0]]);
    expect(await show(template, stdout)).toMatchInlineSnapshot(`
      "11: $[1][0]: expected 0 (\`<<x0>>\`), actual 5
      11: $[1][1]: expected 1 (\`<<x1>>\`), actual 4
      11: $[1][2]: expected 2 (\`<<x2>>\`), actual 3
      11: $[1][3]: expected 3 (\`<<x3>>\`), actual 2
      11: $[1][4]: expected 4 (\`<<x4>>\`), actual 1
      11: $[1][5]: expected 5 (\`<<x5>>\`), actual 0
      ! there may be another way in which the captured values agree; the search for it was given up, so say more about the elements that are captured from"
    `);
  });
});
