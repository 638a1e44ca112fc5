import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf, showMismatch } from '../sources.ts';

const STDOUT = JSON.stringify({
  items: [
    { id: 1, name: 'a', price: 8.5 },
    { id: 2, name: 'b', price: 12 },
    { id: 3, name: 'c c', tags: ['x'] },
  ],
  none: [],
  empty: null,
}).replace('"none"', '"big":12345678901234567890,"none"');

async function hold(condition: string): Promise<string> {
  return showMismatch(await evaluate('assert', [`json ${condition}`], { stdout: STDOUT }));
}

describe('a condition on a path', () => {
  it.each([
    '$.items[*].name has length >= 3',
    '$.items[*].id == [1, 2, 3]',
    '$.items[1:].id == [2, 3]',
    '$.items[::-1].id == [3, 2, 1]',
    '$.items[-1].id == 3',
    '$.items[0, 2].id == [1, 3]',
    '$..id has length == 3',
    '$..error is absent',
    '$.none[*] is absent',
    '$..tags exists',
    '$.items[?@.price < 10].name == ["a"]',
    "$.items[?@.name == 'c c'].id == [3]",
    '$.items[?@.name == "x] y"] is absent',
    '$.items[?match(@.name, "[a-b]")] has length == 2',
    '$.items[?search(@.name, " ")].id == [3]',
    '$.items[?!@.price].id == [3]',
    '$.items[?@.price && @.id > 1].id == [2]',
    '$.items[?@.id == $.items[1].id].name == ["b"]',
    '$.items[?count(@.*) == 3] has length == 3',
    '$.items[?length(@.name) > 1].id == [3]',
    '$[?@ == 12345678901234567890] has length == 1',
    '$[?@ == 12345678901234567891] is absent',
    '$.big == 12345678901234567890',
    '$.big < 12345678901234567891',
    '$.empty exists',
    '$.empty == null',
    '$["items"][0].id == 1',
    '$.none == []',
  ])('`%s` holds', async (condition) => {
    expect(await hold(condition)).toBe('ok');
  });

  it.each([
    '$.items[*].name has length > 3',
    '$.items[?@.id == 1] has length == 2',
    '$.items[*].id == [1, 3, 2]',
    '$..id is absent',
    '$..error exists',
    '$.items[9].id == 1',
    '$.items[9].id exists',
    '$.items[-1].id == 4',
    '$.big == 12345678901234567891',
    '$.big > 12345678901234567891',
  ])('`%s` does not hold', async (condition) => {
    expect(await hold(condition)).toMatchSnapshot();
  });

  it.each([
    '$.items[*].id == 1',
    '$..name =~ /a/',
    '$.items[*].id > 1',
    '$.items[*].name == "a"',
    '$.items[',
    '$.items[x] exists',
    '$.items[?@.a = 1] exists',
    '$.items[?foo(@.a)] exists',
    '$.items[?count(1) > 1] exists',
    '$.items[?length(@.a)] exists',
    '$.items[?match(@.a, "(")] exists',
    '$.items[?search(@.a, "(?=x)")] exists',
    '$.items[?@.id == "${id}"] exists',
    '$.a[01] exists',
    '$.items',
  ])('is refused with its place: `%s`', (condition) => {
    expect(problemsOf('assert', [`json ${condition}`])).toMatchSnapshot();
  });

  it('is refused when it is so long that reading it could overflow the stack', () => {
    const [problem = ''] = problemsOf('assert', [`json $${'[?@'.repeat(2000)}${']'.repeat(2000)}`]);
    expect(problem).toContain('is longer than 1000 characters');
    const nested = `$${'[?@'.repeat(240)}${']'.repeat(240)}`;
    expect(problemsOf('assert', [`json ${nested} exists`])).toEqual([]);
  });

  it('H12: takes no expression that could hang the run', async () => {
    const stdout = JSON.stringify([`${'a'.repeat(30_000)}b`]);
    const lines = ['json $[?search(@, "(a+)+$")] is absent'];
    expect(showMismatch(await evaluate('assert', lines, { stdout }))).toBe('ok');
  });

  it('gives up a path that selects without end', async () => {
    const stdout = `${'['.repeat(400)}${']'.repeat(400)}`;
    const lines = ['json $..[*]..[*]..[*]..[*] is absent'];
    expect(showMismatch(await evaluate('assert', lines, { stdout }))).toMatchInlineSnapshot(
      `"11: json $..[*]..[*]..[*]..[*] is absent: $..[*]..[*]..[*]..[*] was given up after 10,000,000 steps"`,
    );
  });
});
