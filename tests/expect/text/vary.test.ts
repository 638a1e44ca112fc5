import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf, showMismatch } from '../sources.ts';

const UUID = '123e4567-e89b-12d3-a456-426614174000';
const OTHER = '00000000-0000-4000-8000-000000000000';

async function show(vary: string, lines: readonly string[], output: string): Promise<string> {
  const types = { pod: '[a-z]+-[a-z0-9]{5}' };
  const result = await evaluate(`output vary=${vary}`, lines, { output, types });
  return result.ok && result.captures.size > 0
    ? JSON.stringify([...result.captures])
    : showMismatch(result);
}

describe('vary', () => {
  it.each([
    ['uuid', `id ${UUID} is new`, `id ${OTHER} is new`],
    ['time', 'at 2024-01-01T10:00:00Z: up', 'at 2026-11-25T07:24:45.123+02:00: up'],
    ['time', '[10:00:00] up', '[23:59:01.5] up'],
    ['time', 'Jan  2 10:00:00 host sshd', 'Nov 25 07:24:45 host sshd'],
    ['time', 'Wed Nov 25 07:24:45 UTC 2026', 'Sat Jan  2 10:00:00 CEST 2027'],
    ['time', 'Date: Wed, 21 Oct 2015 07:28:00 GMT', 'Date: Sat, 02 Jan 2027 10:00:00 GMT'],
    ['time', '10/Oct/2000:13:55:36 -0700 GET', '25/Nov/2026:07:24:45 +0000 GET'],
    ['time', 'modified 2024-01-01', 'modified 2026-11-25'],
    ['int', 'took 5 of 7', 'took 12345 of 0'],
    ['duration,int', 'took 5ms for 3', 'took 1.5s for 12'],
    ['semver', 'v1.2.3 (x)', 'v2.0.0-rc.1 (x)'],
    ['pod', 'pod/web-abc12 created', 'pod/db-00000 created'],
    ['ip', 'from 127.0.0.1:80', 'from 10.1.2.3:80'],
    ['int', '12 (equal)', '13'],
    ['int', 'a\\t12 (esc)', 'a\t13'],
  ])('of %s takes other instances: %s', async (types, line, printed) => {
    expect(await show(types, [line], `${printed}\n`)).toBe('ok');
  });

  it.each([
    ['a text that is no instance', 'uuid', `id ${UUID}`, 'id none'],
    ['an instance of another type', 'int', 'took 5', 'took 5.2s'],
    ['an instance where none is written', 'int', 'took long', 'took 5'],
    ['a part of a word', 'hex', 'message', 'mxssagx'],
    ['other text around', 'int', 'a 5 b', 'a 6 c'],
    ['what an expression says otherwise', 'int', '5 (re)', '6'],
    ['what a glob says otherwise', 'int', '5* (glob)', '6'],
  ])('does not take %s', async (_, types, line, printed) => {
    expect(await show(types, [line], `${printed}\n`)).not.toBe('ok');
  });

  it('works together with holes, captures and collapsed blanks', async () => {
    const lines = [`${UUID}  <<n:int>> <<...>> 10:00`, 'again <<n>> 5'];
    const output = `${OTHER} 7 x 11:11\nagain   7 6\n`;
    expect(await show('uuid,time,int ws=collapse', lines, output)).toBe('[["n","7"]]');
  });

  it.each(['contains', 'unordered', 'exact'])('works with match=%s', async (mode) => {
    expect(await show(`int match=${mode}`, ['a 1', 'b'], 'a 2\nb\n')).toBe('ok');
  });

  it('shows the text as it is written and printed', async () => {
    expect(
      await show('uuid', [`id ${UUID} old`, 'b'], `id ${OTHER} new\nb\n`),
    ).toMatchInlineSnapshot(`
        "- 11|| id 123e4567-e89b-12d3-a456-426614174000 old
        + |1| id 00000000-0000-4000-8000-000000000000 new
          12|2| b"
      `);
  });

  it.each(['any', 'enum', 'uuuid', 'uuid,', ''])('refuses `%s`', (types) => {
    expect(problemsOf(`output vary=${types}`, ['a'])).toMatchSnapshot();
  });
});
