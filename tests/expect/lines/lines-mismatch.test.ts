import { describe, expect, it } from 'vitest';
import { evaluate, showMismatch } from '../sources.ts';

async function show(
  lines: readonly string[],
  output: string,
  scope: Record<string, string> = {},
): Promise<string> {
  return showMismatch(await evaluate('output', lines, { output, scope }));
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);
}

describe('a mismatch', () => {
  it('shows what differs between what is the same', async () => {
    expect(await show(['one', 'two', 'three'], 'one\n2\nthree\n')).toMatchInlineSnapshot(`
      "  11|1| one
      - 12|| two
      + |2| 2
        13|3| three"
    `);
  });

  it('shows what is missing and what is too much', async () => {
    expect(await show(['one', 'two', 'three'], 'two\nthree\nfour\n')).toMatchInlineSnapshot(`
      "- 11|| one
        12|1| two
        13|2| three
      + |3| four"
    `);
  });

  it('counts the lines of `...` and of quantifiers', async () => {
    const output = 'a\nb\nc\nx\nx\nlast\n';
    expect(await show(['...', 'c', 'x (+)', 'end'], output)).toMatchInlineSnapshot(`
      "  11|1| ... ×2
        12|3| c
        13|4| x (+) ×2
      - 14|| end
      + |6| last"
    `);
  });

  it('folds what is the same further away', async () => {
    const output = [...numbers(1, 10), 'other', ...numbers(12, 30)].join('\n');
    expect(await show(numbers(1, 30), output)).toMatchInlineSnapshot(`
      "~ ||  ×7
        18|8| line 8
        19|9| line 9
        20|10| line 10
      - 21|| line 11
      + |11| other
        22|12| line 12
        23|13| line 13
        24|14| line 14
      ~ ||  ×16"
    `);
  });

  it('has few rows for many differences', async () => {
    const rows = (await show(['a'], numbers(1, 10_000).join('\n'))).split('\n');
    expect([rows.length, rows[0], rows.at(-1)]).toMatchInlineSnapshot(`
      [
        22,
        "- 11|| a",
        "~ ||  ×9980",
      ]
    `);
  });

  it('finds a line in the middle of a large output, twice', async () => {
    const expected = numbers(1, 6000);
    const got = [...expected];
    got[2000] = 'first';
    got[5000] = 'second';
    expect(await show(expected, got.join('\n'))).toMatchInlineSnapshot(`
      "~ ||  ×1997
        2008|1998| line 1998
        2009|1999| line 1999
        2010|2000| line 2000
      - 2011|| line 2001
      + |2001| first
        2012|2002| line 2002
        2013|2003| line 2003
        2014|2004| line 2004
      ~ ||  ×2993
        5008|4998| line 4998
        5009|4999| line 4999
        5010|5000| line 5000
      - 5011|| line 5001
      + |5001| second
        5012|5002| line 5002
        5013|5003| line 5003
        5014|5004| line 5004
      ~ ||  ×996"
    `);
  });

  it('says which constraint does not hold', async () => {
    expect(await show(['port <<p:int 1024..65535>>'], 'port 80\n')).toMatchInlineSnapshot(`
      "- 11|| port <<p:int 1024..65535>>
      + |1| port 80
      ! line 1: \`<<p:int 1024..65535>>\`: 80 is not within 1024..65535"
    `);
    expect(
      await show(['...', 'v<<:semver ^2.1>>', '...'], 'x\nv1.0.0\ny\n'),
    ).toMatchInlineSnapshot(`
      "- 12|| v<<:semver ^2.1>>
        13|1| ... ×3
      ! line 2: \`<<:semver ^2.1>>\`: 1.0.0 is not ^2.1"
    `);
  });

  it('fills in values that are given or captured', async () => {
    const lines = ['id <<id:int>>', 'again <<id>>', 'host ${host} (no-eol)'];
    expect(await show(lines, 'id 7\nagain 8\nhost y', { host: 'x' })).toMatchInlineSnapshot(`
      "  11|1| id 7
      - 12|| again 7
      - 13|| host x (no-eol)
      + |2| again 8
      + |3| host y"
    `);
  });

  it('takes a value as text, never as a pattern', async () => {
    expect(await show(['${x}'], 'anything\n', { x: '<<...>>' })).toMatchInlineSnapshot(`
      "- 11|| <<...>>
      + |1| anything"
    `);
    expect(await show(['${x} (re)'], 'a\n', { x: '.' })).toMatchInlineSnapshot(`
      "- 11|| \${x} (re)
      + |1| a"
    `);
    expect(await show(['${x} (glob)'], 'a\n', { x: '*' })).toMatchInlineSnapshot(`
      "- 11|| \${x} (glob)
      + |1| a"
    `);
    expect(await show(['${x} (re)', '${x}! (glob)'], '.*\n.*!\n', { x: '.*' })).toBe('ok');
  });

  it('names what has no value', async () => {
    expect(await show(['${x} <<y>>'], 'a\n')).toMatchInlineSnapshot(`
      "! \`x\` has no value
      ! \`y\` has no value"
    `);
  });

  it('finds nothing strange in a line that only stands elsewhere', async () => {
    expect(await show(['b', 'a', 'c'], 'a\nb\n')).not.toContain('blanks');
  });

  it('tells a carriage return from blanks before it', async () => {
    const result = await evaluate('output match=exact', ['a  '], { output: 'a  \r\n' });
    expect(showMismatch(result)).toContain('! line 1: has a carriage return at its end');
  });

  it('says what cannot be seen', async () => {
    expect(await show(['a', 'b  c'], 'a  \nb c\n')).toMatchInlineSnapshot(`
      "- 11|| a
      - 12|| b  c
      + |1| a  
      + |2| b c
      ! line 1: has blanks at its end
      ! line 2: differs in blanks only"
    `);
    expect(await show(['a (no-eol)'], 'a\n')).toMatchInlineSnapshot(`
      "- 11|| a (no-eol)
      + |1| a
      ! the output ends with a newline, \`(no-eol)\` says that it does not"
    `);
    expect(await show(['a'], '')).toMatchInlineSnapshot(`
      "- 11|| a
      ! nothing was printed"
    `);
  });

  it('names the closest of the lines that `...` took', async () => {
    const output = 'start\nstatus: failed\nend\n';
    expect(await show(['...', 'status: passed', '...'], output)).toMatchInlineSnapshot(`
      "- 12|| status: passed
        13|1| ... ×3
      ! closest to line 12 of the document is line 2: \`status: failed\`"
    `);
  });

  it('cuts long lines', async () => {
    expect((await show(['a'], 'x'.repeat(100_000))).length).toBeLessThan(5000);
    const line = 'x'.repeat(300);
    expect((await show([`${line}a`], `${line}b`)).split('\n').at(-1)).toMatchInlineSnapshot(
      `"! line 1: differs from character 301 on"`,
    );
  });

  it('leaves out the middle of a very large output, and says so', async () => {
    const output = numbers(1, 150_000).join('\n');
    expect(await show(['...', 'never'], output)).toMatchInlineSnapshot(`
      "  11|1| ... ×150000
      - 12|| never
      ! lines 50001 to 100000 of the output are left out of this comparison"
    `);
  });

  it('keeps lines of the middle that the document has', async () => {
    const lines = [...numbers(1, 150_000), 'end 7'];
    lines[75_000] = 'phase 2 took 12ms';
    const pattern = ['...', 'phase 2 took <<:duration>>', '...', 'end <<:int 8..>>'];
    expect(await show(pattern, lines.join('\n'))).toMatchInlineSnapshot(`
      "  11|1| ... ×75000
        12|75001| phase 2 took 12ms
        13|75002| ... ×75000
      - 14|| end <<:int 8..>>
      ! line 150001: \`<<:int 8..>>\`: 7 is not within 8..
      ! lines 50001 to 100001 of the output are left out of this comparison, but for those that fit a line of the document"
    `);
  });
});
