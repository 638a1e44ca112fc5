import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker, MASK } from '../../src/store/mask.ts';

const SECRET = 'hunter2 & co/+';

/** What a stream makes of a text that comes in these pieces. */
function throughStream(
  secrets: readonly string[],
  pieces: readonly (string | Buffer)[],
  patterns: readonly string[] = [],
): string {
  const stream = createMasker(secrets, patterns).stream();
  const out = pieces.map((piece) => Buffer.from(stream.push(Buffer.from(piece))));
  return Buffer.concat([...out, stream.flush()]).toString('utf8');
}

describe('masking', () => {
  it.each([
    ['as it is', `x${SECRET}y`, `x${MASK}y`],
    ['twice', `${SECRET}${SECRET}`, `${MASK}${MASK}`],
    ['URL-encoded', encodeURIComponent(SECRET), MASK],
    ['URL-encoded with small digits', 'hunter2%20%26%20co%2f%2b', MASK],
    ['URL-encoded but for the slash', 'hunter2%20%26%20co/%2B', MASK],
    ['as a form', new URLSearchParams({ a: SECRET }).toString(), `a=${MASK}`],
    ['in an address', new URL(`http://h/${SECRET}?${SECRET}`).href, `http://h/${MASK}?${MASK}`],
    ['base64', Buffer.from(SECRET).toString('base64'), MASK],
    ['base64url', Buffer.from(SECRET).toString('base64url'), MASK],
    ['as `printf %q` quotes it', 'hunter2\\ \\&\\ co/+', MASK],
    ['not at all', 'hunter', 'hunter'],
  ])('replaces a secret %s', (_, text, masked) => {
    expect(createMasker([SECRET]).text(text)).toBe(masked);
    expect(throughStream([SECRET], [text])).toBe(masked);
  });

  it('replaces a secret in base64 at any place in a longer text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
        const encoded = Buffer.from(`${before}${SECRET}${after}`).toString('base64');
        expect(createMasker([SECRET]).text(encoded)).toContain(MASK);
      }),
    );
  });

  it('escapes of JSON are replaced as well', () => {
    const secret = 'two\nlines "quoted"';
    expect(createMasker([secret]).text(JSON.stringify({ secret }))).toBe(`{"secret":"${MASK}"}`);
  });

  it('the longest of several secrets wins', () => {
    expect(createMasker(['abc', 'abcdef']).text('abcdef abc')).toBe(`${MASK} ${MASK}`);
    expect(throughStream(['abc', 'abcdef'], ['abc', 'def abc'])).toBe(`${MASK} ${MASK}`);
  });

  it('an empty secret masks nothing', () => {
    expect(createMasker(['']).active).toBe(false);
    expect(throughStream([''], ['abc'])).toBe('abc');
  });

  it.each(['..', '../a', ' ', './', '#', '?'])(
    'the secret %j masks nothing but itself',
    (secret) => {
      expect(createMasker([secret]).text(`b a b${secret}b`)).toBe(
        `b a b${secret}b`.replaceAll(secret, MASK),
      );
    },
  );

  it('strings anywhere in data are masked, keys are not', () => {
    const masker = createMasker(['top']);
    expect(masker.data({ top: ['a top b', { x: 'top', n: 1, z: null }] })).toEqual({
      top: [`a ${MASK} b`, { x: MASK, n: 1, z: null }],
    });
  });

  it('a stream gives what masking the whole text gives, however it is cut', () => {
    const secrets = ['abab', 'aba', 'bb•c'];
    const text = fc
      .array(fc.constantFrom('a', 'b', 'ab', 'c', 'bb•c', '\n', 'é'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { maxLength: 8 }), (whole, cuts) => {
        const bytes = Buffer.from(whole);
        const stream = createMasker(secrets).stream();
        const ends = [
          ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b),
          bytes.length,
        ];
        let from = 0;
        const out: Buffer[] = [];
        for (const end of ends) {
          out.push(Buffer.from(stream.push(bytes.subarray(from, end))));
          from = end;
        }
        out.push(stream.flush());
        expect(Buffer.concat(out).toString('utf8')).toBe(createMasker(secrets).text(whole));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('bytes that are no text pass through', () => {
    const stream = createMasker(['secret']).stream();
    const bytes = Buffer.from([0, 255, 254, 10, 128]);
    expect(Buffer.concat([stream.push(bytes), stream.flush()])).toEqual(bytes);
  });

  it('holds back no more than what could become a secret', () => {
    const stream = createMasker(['secret']).stream();
    expect(stream.push(Buffer.from('prompt: sec')).toString()).toBe('prompt: ');
    expect(stream.push(Buffer.from('ond')).toString()).toBe('second');
  });
});

describe('masking by patterns', () => {
  const PATTERNS = ['ghp_\\w+', 'key=[^;]+', '^[A-Z]{8}$', 'pässword=\\S+'];
  const LONG = 64 * 1024;

  it.each([
    ['a match', 'x ghp_abc1 y', `x ${MASK} y`],
    ['two of them', 'ghp_a ghp_b', `${MASK} ${MASK}`],
    ['a match to the end of its line, not beyond', 'key=a\nb;c', `${MASK}\nb;c`],
    ['a line', 'a\nABCDEFGH\nb', `a\n${MASK}\nb`],
    ['a line that ends with CRLF', 'a\r\nABCDEFGH\r\n', `a\r\n${MASK}\r\n`],
    ['a match with a known secret in it, as one', 'ghp_a42b', MASK],
    ['a match and a known secret that overlap', 'key=a 4', `${MASK}`],
    ['letters beyond ASCII', 'é pässword=ü é', `é ${MASK} é`],
    ['nothing', 'ghp_', 'ghp_'],
  ])('replaces %s', (_, text, masked) => {
    expect(createMasker(['42'], PATTERNS).text(text)).toBe(masked);
    expect(throughStream(['42'], [text], PATTERNS)).toBe(masked);
  });

  it('a stream gives what masking the whole text gives, however it is cut', () => {
    const parts = [
      'ghp_',
      'abc',
      'key=',
      ';',
      '\n',
      '\r\n',
      'ABCDEFGH',
      'top',
      'top\nkey=',
      'é',
      'pässword=',
    ];
    const text = fc
      .array(fc.constantFrom(...parts), { maxLength: 30 })
      .map((list) => list.join(''));
    const secrets = ['top\nkey=a', 'abcabc'];
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 8 }), (whole, cuts) => {
        const bytes = Buffer.from(whole);
        const ends = cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b);
        const pieces = [...ends, bytes.length].map((end, i) =>
          bytes.subarray(ends[i - 1] ?? 0, end),
        );
        const masked = createMasker(secrets, PATTERNS).text(whole);
        expect(throughStream(secrets, pieces, PATTERNS)).toBe(masked);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });

  it('a line is held back until it is whole', () => {
    const stream = createMasker([], PATTERNS).stream();
    expect(stream.push(Buffer.from('one\ntwo ghp_a')).toString()).toBe('one\n');
    expect(stream.push(Buffer.from('bc\nthree')).toString()).toBe(`two ${MASK}\n`);
    expect(stream.flush().toString()).toBe('three');
  });

  it('of a line without an end no more is held back than there is to look at', () => {
    const stream = createMasker([], PATTERNS).stream();
    let passed = 0;
    for (let i = 1; i <= 100; i++) {
      passed += stream.push(Buffer.alloc(10_000, 'x')).length;
      expect(i * 10_000 - passed).toBeLessThanOrEqual(LONG + 10_000);
    }
    expect(passed + stream.flush().length).toBe(1_000_000);
  });

  it('a secret anywhere in a line of any length is masked, however it is cut', () => {
    const around = fc.integer({ min: 0, max: 150_000 });
    fc.assert(
      fc.property(around, around, fc.integer({ min: 100, max: 70_000 }), (before, after, size) => {
        const whole = `${'.'.repeat(before)}ghp_${'s'.repeat(200)}${'.'.repeat(after)}\nghp_t\n`;
        const pieces: string[] = [];
        for (let at = 0; at < whole.length; at += size) pieces.push(whole.slice(at, at + size));
        expect(throughStream([], pieces, PATTERNS)).toBe(
          `${'.'.repeat(before)}${MASK}${'.'.repeat(after)}\n${MASK}\n`,
        );
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  it('a match longer than what is held back hides the rest of its line', () => {
    const pieces = ['a ghp_', ...Array.from({ length: 30 }, () => 's'.repeat(10_000)), ' b\nc\n'];
    expect(throughStream([], pieces, PATTERNS)).toBe(`a ${MASK}\nc\n`);
  });

  it.each([
    ['before', [Buffer.from([0xff]), 'pässword=a'], [Buffer.from([0xff]), MASK]],
    [
      'in an earlier line',
      [Buffer.from([0xff, 10]), 'pässword=a'],
      [Buffer.from([0xff, 10]), MASK],
    ],
    ['in the match', ['key=a', Buffer.from([0xff]), 'é'], [MASK]],
  ] as const)('bytes that are no text hide no match: %s', (_, pieces, expected) => {
    const join = (parts: readonly (string | Buffer)[]): Buffer =>
      Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
    const stream = createMasker([], PATTERNS).stream();
    expect(Buffer.concat([Buffer.from(stream.push(join(pieces))), stream.flush()])).toEqual(
      join(expected),
    );
  });
});

describe('a secret that becomes known later', () => {
  it('is masked from then on, also by streams that began before', () => {
    const masker = createMasker([]);
    const stream = masker.stream();
    expect(stream.push(Buffer.from('token ')).toString()).toBe('token ');
    masker.add(['token', '']);
    expect(stream.push(Buffer.from('token tok')).toString()).toBe(`${MASK} `);
    expect(stream.push(Buffer.from('en')).toString()).toBe(MASK);
    expect(masker.text(Buffer.from('token').toString('base64'))).toBe(MASK);
    expect(masker.known.secrets).toEqual(['token']);
  });
});
