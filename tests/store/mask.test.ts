import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker, MASK } from '../../src/store/mask.ts';

const SECRET = 'hunter2 & co/+';

/** What a stream makes of a text that comes in these pieces. */
function throughStream(secrets: readonly string[], pieces: readonly string[]): string {
  const stream = createMasker(secrets).stream();
  const out = pieces.map((piece) => stream.push(Buffer.from(piece)));
  return Buffer.concat([...out, stream.flush()]).toString('utf8');
}

describe('masking', () => {
  it.each([
    ['as it is', `x${SECRET}y`, `x${MASK}y`],
    ['twice', `${SECRET}${SECRET}`, `${MASK}${MASK}`],
    ['URL-encoded', encodeURIComponent(SECRET), MASK],
    ['as a form', new URLSearchParams({ a: SECRET }).toString(), `a=${MASK}`],
    ['in an address', new URL(`http://h/${SECRET}?${SECRET}`).href, `http://h/${MASK}?${MASK}`],
    ['base64', Buffer.from(SECRET).toString('base64'), MASK],
    ['base64url', Buffer.from(SECRET).toString('base64url'), MASK],
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
      { numRuns: 500 },
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
