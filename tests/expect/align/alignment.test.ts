import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFirst, type NaiveLine, type NaivePiece } from '../naive-matcher.ts';
import { capturesOf } from '../sources.ts';

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b', 'ab', ' ').map((text) => ({ text })) },
  { weight: 2, arbitrary: fc.constant({ name: null }) },
  { weight: 1, arbitrary: fc.constantFrom('x', 'y').map((name) => ({ name })) },
);
const quantifier = fc.constantFrom<[string, number, number]>(
  ['', 1, 1],
  [' (?)', 0, 1],
  [' (*)', 0, 9],
  [' (+)', 1, 9],
  [' ({1,2})', 1, 2],
);
const line = fc.oneof(
  { weight: 1, arbitrary: fc.constant('...' as const) },
  { weight: 3, arbitrary: fc.tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), quantifier) },
);
const printed = fc.array(
  fc.array(fc.constantFrom('a', 'b', ' '), { maxLength: 5 }).map((chars) => chars.join('')),
  { maxLength: 5 },
);

type Line = '...' | [({ text: string } | { name: string | null })[], [string, number, number]];

/** The same pattern for both matchers: what repeats has no names, and its text is not blank. */
function translate(lines: readonly Line[]): { source: string[]; naive: NaiveLine[] } {
  const seen = new Set<string>();
  const source: string[] = [];
  const naive: NaiveLine[] = [];
  for (const entry of lines) {
    if (entry === '...') {
      source.push('...');
      naive.push({ pieces: null, min: 0, max: 9 });
      continue;
    }
    const [written, [suffix, min, max]] = entry;
    const pieces: NaivePiece[] = [{ text: '|' }];
    let text = '|';
    for (const part of written) {
      const free = 'name' in part && (part.name === null || suffix !== '');
      pieces.push(free ? { name: null } : part);
      if ('text' in part) text += part.text;
      else if (free || part.name === null) text += '<<...>>';
      else {
        text += seen.has(part.name) ? `<<${part.name}>>` : `<<${part.name}:word>>`;
        seen.add(part.name);
      }
    }
    source.push(text + suffix);
    naive.push({ pieces, min, max });
  }
  return { source, naive };
}

describe('the alignment', () => {
  it('is the first one that trying everything finds (H10)', async () => {
    const property = fc.asyncProperty(
      fc.array(line, { maxLength: 5 }),
      printed,
      async (lines, texts) => {
        const { source, naive } = translate(lines);
        const output = texts.map((text) => `|${text}`);
        const captures = await capturesOf(source, output.map((text) => `${text}\n`).join(''));
        expect(captures).toEqual(findFirst(naive, output));
      },
    );
    await fc.assert(property, { numRuns: 3000, seed: 7 });
  });

  it('H13: of a million lines takes no recursion', async () => {
    const output = `start\n${'working hard\n'.repeat(1_000_000)}end 7\n`;
    expect(await capturesOf(['...', 'start', '...', 'end <<n:int>>', '...'], output)).toEqual({
      n: '7',
    });
  });

  it('does not take exponential time for lines that nearly fit', async () => {
    const line = 'a'.repeat(5000);
    expect(await capturesOf([`${'<<...>>a'.repeat(20)}b`], `${line}\n`)).toBeNull();
    expect(await capturesOf([`${'<<:word>>a'.repeat(6)}b`], `${line.slice(0, 300)}\n`)).toBeNull();
    expect(await capturesOf(['(a+)+$ (re)'], `${line}b\n`)).toBeNull();
  });

  it('finds equal values far apart among many candidates', async () => {
    const starts = Array.from({ length: 1000 }, (_, n) => `start ${n}\n`).join('');
    const pattern = ['...', 'start <<id:int>>', '...', 'end <<id>>', '...'];
    expect(await capturesOf(pattern, `${starts}end 777\n`)).toEqual({ id: '777' });
    expect(await capturesOf(pattern, `${starts}end 7777\n`)).toBeNull();
  });
});
