import { describe, expect, it } from 'vitest';
import { capturesOf } from '../sources.ts';

const UUID = '123e4567-e89b-12d3-a456-426614174000';

/** The texts of which the whole is of a type. */
async function fitting(hole: string, texts: readonly string[]): Promise<string[]> {
  const captures = texts.map((text) => capturesOf([`<<:${hole}>>`], `${text}\n`));
  const found = await Promise.all(captures);
  return texts.filter((_, index) => found[index] !== null);
}

describe('the type', () => {
  it.each([
    ['int', ['0', '-12', '+7', '007'], ['', '1.0', 'x', '1,000', '--1', '1 ']],
    ['number', ['0', '-1.5', '.5', '1e-3', '+2.50E6'], ['', '.', '1.', 'e3', '1e', '1.2.3', 'NaN']],
    ['word', ['a', 'größe_1', '42'], ['', 'a b', 'a-b', '😀']],
    [
      'semver',
      ['1.2.3', '1.0.0-rc.1+build.5', '0.0.0'],
      ['1.2', 'v1.2.3', '1.2.3.4', '01.2.3', '1.2.3-'],
    ],
    ['uuid', [UUID, UUID.toUpperCase()], [UUID.slice(1), `${UUID}0`, UUID.replace('e', 'g')]],
    [
      'iso8601',
      ['2024-02-29', '2024-02-29T23:59:60Z', '2024-02-29 10:00:00.123+02:00', '2024-02-29T10:00'],
      ['2024-13-01', '2024-02-29T25:00Z', '24-02-29', '10:00'],
    ],
    ['duration', ['500ms', '1.5s', '1h2m3s', '12µs', '3d'], ['5', 's', '1 s', '5 minutes']],
    [
      'size',
      ['12B', '1.5GiB', '4.0K', '10 MB', '512 bytes', '2Mi'],
      ['12', 'MB', '1  MB', '3 apples'],
    ],
    [
      'ip',
      ['127.0.0.1', '::1', 'fe80::1:2', '::ffff:10.0.0.1'],
      ['256.0.0.1', '1.2.3', 'localhost', '1::2::3'],
    ],
    [
      'url',
      ['http://localhost:8000/x?y=1', 'postgres://u@h/db'],
      ['localhost:8000', 'http:/x', 'http://', 'http://a b'],
    ],
    ['hex', ['ff', '0xDEADbeef', '00'], ['', '0x', 'g', '1f-2']],
    ['path', ['/usr/bin', 'a.txt', './x/../y'], ['', 'a b']],
    ['bool', ['true', 'false', 'True'], ['', 'yes', '1', 'truey']],
    ['any', ['', 'anything at all'], []],
    ['enum up|ok', ['up', 'ok'], ['', 'down', 'upok']],
    ['int 1024..65535', ['1024', '65535', '8080'], ['80', '65536', '-2000']],
    ['int 9007199254740993..', ['9007199254740993'], ['9007199254740992']],
    ['int ..-1', ['-1', '-20'], ['0']],
    ['number 0..1', ['0', '0.5', '1.0'], ['1.01', '-0.1']],
    ['semver ^2.1', ['2.1.0', '2.9.9'], ['3.0.0', '2.0.9', '2.2.0-rc.1']],
    ['semver >=1.2 <3', ['1.2.0', '2.9.9'], ['3.0.0']],
  ])('%s', async (hole, yes, no) => {
    expect(await fitting(hole, yes)).toEqual(yes);
    expect(await fitting(hole, no)).toEqual([]);
  });

  it.each([
    ['v<<v:semver>>-<<...>>', 'v1.2.3-linux', { v: '1.2.3' }],
    [
      '<<p:path>>:<<l:int>>: <<m:any>>',
      '/a/b.ts:12: bad: x',
      { p: '/a/b.ts', l: '12', m: 'bad: x' },
    ],
    [
      '[<<t:iso8601>>] <<w:word>>',
      '[2024-01-01 10:00:00] up',
      { t: '2024-01-01 10:00:00', w: 'up' },
    ],
    ['<<s:enum a|ab>>b', 'abb', { s: 'ab' }],
    ['<<a:word>><<b:word>>', '𝒜𝒜', { a: '𝒜', b: '𝒜' }],
    ['<<h:hex>>x1', '0x1', { h: '0' }],
    ['<<u:url>>:<<n:int>>', 'http://h:80', { u: 'http://h', n: '80' }],
    ['<<i:int>><<j:int>>', '+12', { i: '+1', j: '2' }],
    ['<<u:url>>, done', 'http://x/?a,b, done', { u: 'http://x/?a,b' }],
  ])('of several holes in a line is told apart: %s', async (pattern, text, captures) => {
    expect(await capturesOf([pattern], `${text}\n`)).toEqual(captures);
  });

  it('does not take quadratic time of long lines (H12)', async () => {
    const long = 'a'.repeat(200_000);
    for (const hole of ['word', 'hex', 'path']) {
      expect(await capturesOf([`<<:${hole}>><<:int>>`], `${long}\n`)).toBeNull();
    }
    expect(await capturesOf(['<<:url>><<:int>>'], `http://${long}\n`)).toBeNull();
  });
});
