import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf, showMismatch } from '../sources.ts';

async function show(
  lines: readonly string[],
  output: string,
  info = 'output',
  scope: Record<string, string> = {},
): Promise<string> {
  return showMismatch(await evaluate(info, lines, { output, scope }));
}

describe('a line that may not occur', () => {
  it.each([
    ['takes no line itself', ['a', 'ERROR.* (re never)', 'b'], 'a\nb\n'],
    ['alone allows all else', ['ERROR.* (re never)'], 'a\nb\n'],
    ['alone allows nothing as well', ['ERROR (never)'], ''],
    ['is about whole lines', ['ERROR (never)', '...'], 'an ERROR\n'],
    ['stands behind the last line', ['a (no-eol)', 'x (never)'], 'a'],
    ['is text to the letter', ['<<:int>> (equal never)', '<<:int>>'], '5\n'],
  ])('%s', async (_, lines, output) => {
    expect(await show(lines, output)).toBe('ok');
  });

  it.each([
    ['(never)', 'code <<:int>> (never)', 'code 5'],
    ['(re never)', '.*ERROR.* (re never)', 'an ERROR here'],
    ['(glob never)', '*ERROR* (glob never)', 'an ERROR here'],
    ['(esc never)', 'a\\tb (esc never)', 'a\tb'],
    ['(equal never)', '<<:int>> (equal never)', '<<:int>>'],
    ['(never) with a value', 'host ${x} (never)', 'host h'],
  ])('is found wherever it stands: %s', async (_, line, text) => {
    for (const output of [`${text}\na\n`, `a\n${text}\n`]) {
      expect(await show(['...', 'a', '...', line], output, 'output', { x: 'h' })).not.toBe('ok');
    }
  });

  it('is shown with the line that fits it', async () => {
    const lines = ['start', '...', 'WARN.* (re never)', 'panic (never)'];
    expect(await show(lines, 'start\nWARN a\nx\nWARN b\npanic\n')).toMatchInlineSnapshot(`
      "- 13|| WARN.* (re never)
      + |2| WARN a
      - 14|| panic (never)
      + |5| panic
      ! line 13 of the document says never, but line 2 fits it, and 1 more
      ! line 14 of the document says never, but line 5 fits it"
    `);
  });

  it('is shown besides what else is wrong', async () => {
    expect(await show(['a', 'x (never)', 'b'], 'a\nx\n')).toMatchInlineSnapshot(`
      "- 12|| x (never)
      + |2| x
        11|1| a
      - 13|| b
      + |2| x
      ! line 12 of the document says never, but line 2 fits it"
    `);
  });

  it.each(['match=contains', 'match=unordered', 'ws=collapse', 'vary=int'])(
    'counts with %s',
    async (attribute) => {
      const lines = ['b', 'bad  5 (never)'];
      const rest = attribute.startsWith('match=c') ? [] : ['...'];
      expect(await show([...rest, ...lines, ...rest], 'a\nb\nc\n', `output ${attribute}`)).toBe(
        'ok',
      );
      const output = 'a\nb\nbad  5\n';
      expect(await show([...rest, ...lines, ...rest], output, `output ${attribute}`)).not.toBe(
        'ok',
      );
    },
  );

  it('captures nothing and is compared with no other line', () => {
    const lines = ['<<x:int>>', 'a <<y:int>> (never)', 'b <<x>> (never)', 'c <<:int>> (never)'];
    expect(problemsOf('output', lines)).toMatchInlineSnapshot(`
      [
        "12:3+9 bad-hole: \`y\` cannot be captured from a line that never occurs (write \`<<:int>>\`)",
        "13:3+5 bad-hole: \`<<x>>\` cannot be compared with another line where \`(never)\` is said (capture in one fence, and compare in the next)",
      ]
    `);
  });

  it('makes a fence that can fail', () => {
    expect(problemsOf('output', ['...', 'ERROR (never)'])).toEqual([]);
  });
});
