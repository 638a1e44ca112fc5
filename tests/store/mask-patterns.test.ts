import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { createMasker, MASK } from '../../src/store/mask.ts';
import { mergeSpans } from '../../src/store/needles.ts';
import { findRequiredRuns } from '../../src/store/required-runs.ts';

const ATOMS = [
  'a',
  'b',
  'ab',
  'ghp_',
  '\\w',
  '\\d',
  '[A-Z0-9]',
  '[ab-]',
  '[^a]',
  '.',
  '\\.',
  '\\s',
  'é',
  '\\b',
  '(?:a|ab)',
  '(ba|gh)',
  '(?:a|)',
  '(?P<n>b.)',
  '(?:AK|AS)IA',
  '\\x41',
  '(?i:B)',
  '\\S',
];
const QUANTIFIERS = ['', '', '', '+', '*', '?', '{2}', '{3,}', '{1,2}', '{9}', '+?'];
const WORDS = [
  'a',
  'b',
  'ab',
  'ghp_',
  'A',
  'AKIA',
  'ASIA',
  '7',
  '12345678901',
  '.',
  '-',
  ' ',
  'é',
  'abababab',
  'ghghgh',
  '\n',
  '\r\n',
  '\r',
];

const sequence = fc
  .array(fc.tuple(fc.constantFrom(...ATOMS), fc.constantFrom(...QUANTIFIERS)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.map((part) => part.join('')).join(''));
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '^'),
    fc.array(sequence, { minLength: 1, maxLength: 2 }),
    fc.constantFrom('', '', '$'),
  )
  .map(([start, alternatives, end]) => `${start}${alternatives.join('|')}${end}`)
  .filter(isExpression);
/** Up to some hundred lines, since many of them are looked at in another way than a few. */
const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((list) => list.join(''));
const text = fc
  .tuple(words, fc.constantFrom(1, 1, 3, 60))
  .map(([list, times]) => list.repeat(times));

function isExpression(source: string): boolean {
  try {
    RE2JS.compile(source);
    return true;
  } catch {
    return false;
  }
}

/** Each expression held against each line, and nothing else. */
function maskLineByLine(whole: string, sources: readonly string[]): string {
  const expressions = sources.map((source) => RE2JS.compile(source, RE2JS.MULTILINE));
  const parts = whole.split(/(\r?\n|\r$)/);
  return parts.map((part, at) => (at % 2 === 0 ? maskLine(part, expressions) : part)).join('');
}

function maskLine(line: string, expressions: readonly RE2JS[]): string {
  const spans = expressions.flatMap((expression) => {
    const found: [number, number][] = [];
    const matcher = expression.matcher(line);
    while (line !== '' && matcher.find())
      if (matcher.end() > matcher.start()) found.push([matcher.start(), matcher.end()]);
    return found;
  });
  let at = 0;
  const masked = mergeSpans(spans).map(([start, end]) => {
    const before = line.slice(at, start);
    at = end;
    return before + MASK;
  });
  return masked.join('') + line.slice(at);
}

function throughStream(whole: Buffer, cuts: readonly number[], sources: readonly string[]): Buffer {
  const stream = createMasker([], sources).stream();
  const ends = [...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
  const out = ends.map((end, at) =>
    Buffer.from(stream.push(whole.subarray(ends[at - 1] ?? 0, end))),
  );
  return Buffer.concat([...out, stream.flush()]);
}

describe('any expression and any text', () => {
  it('are masked as they are line by line, however the text is cut', () => {
    let quick = 0;
    const cuts = fc.array(fc.nat(), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 2 }),
        text,
        cuts,
        (sources, whole, at) => {
          quick += sources.filter((source) => findRequiredRuns(source) !== undefined).length;
          const expected = maskLineByLine(whole, sources);
          expect(createMasker([], sources).text(whole)).toBe(expected);
          expect(throughStream(Buffer.from(whole), at, sources).toString()).toBe(expected);
        },
      ),
      { seed: 7, numRuns: 2000 },
    );
    expect(quick).toBeGreaterThan(500);
  }, 60_000);

  it('also where bytes are no text', () => {
    const bytes = fc
      .tuple(text, fc.array(fc.nat(), { maxLength: 4 }))
      .map(([whole, places]) => breakText(Buffer.from(whole), places));
    fc.assert(
      fc.property(pattern, bytes, fc.array(fc.nat(), { maxLength: 4 }), (source, whole, at) => {
        // The same expression, in a form that is held against every line.
        const plain = `(?s:${source})`;
        expect(findRequiredRuns(plain)).toBeUndefined();
        expect(throughStream(whole, at, [source]).toString('latin1')).toBe(
          throughStream(whole, [], [plain]).toString('latin1'),
        );
      }),
      { seed: 7, numRuns: 1000 },
    );
  }, 60_000);
});

function breakText(bytes: Buffer, places: readonly number[]): Buffer {
  for (const place of places) if (bytes.length > 0) bytes[place % bytes.length] = 0xff;
  return bytes;
}

it.each([
  ['many lines with what looks like it', 'ghp_-\n'.repeat(500)],
  ['one line with much that looks like it', `${'ghp_-'.repeat(5000)}\n`],
  ['many lines with it', 'ghp_b\n'.repeat(500)],
])('a match is found after %s', (_, before) => {
  const plain = before.replaceAll('ghp_b', MASK);
  expect(createMasker([], ['ghp_\\w+']).text(`${before}x ghp_abc y`)).toBe(`${plain}x ${MASK} y`);
});
