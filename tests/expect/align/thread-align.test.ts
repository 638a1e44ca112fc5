import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Aligner, expandAtoms, nextAtom } from '../../../src/expect/align/align.ts';
import { ThreadAligner } from '../../../src/expect/align/thread-align.ts';

interface Item {
  /** The characters that fit; `null` for all. */
  readonly fits: string | null;
  readonly min: number;
  readonly max: number;
  readonly keeps: boolean;
}

const item: fc.Arbitrary<Item> = fc.oneof(
  fc.constant({ fits: null, min: 0, max: Number.POSITIVE_INFINITY, keeps: false }),
  fc.record({
    fits: fc.constantFrom('a', 'b', 'ab', 'abc'),
    min: fc.constant(1),
    max: fc.constant(1),
    keeps: fc.boolean(),
  }),
  fc.record({
    fits: fc.constantFrom('a', 'ab'),
    min: fc.constantFrom(0, 1, 2),
    max: fc.constantFrom(2, 3, Number.POSITIVE_INFINITY),
    keeps: fc.constant(false),
  }),
);

type Kept = { item: number; element: string; index: number };

/** The preferred alignment of all those that the recording aligner knows. */
function alignRecorded(items: readonly Item[], elements: readonly string[]): Kept[] | null {
  const atoms = expandAtoms(items);
  const aligner = new Aligner<string>(atoms, (at, element) => fitsItem(items, at, element));
  for (const element of elements) aligner.push(element);
  const alignment = aligner.finish();
  if (alignment === null) return null;
  let atom = 0;
  return elements.flatMap((element, index) => {
    const choice = alignment.choose(index, atom);
    atom = nextAtom(atoms, choice);
    const taken = atoms[choice]?.item ?? -1;
    return items[taken]?.keeps ? [{ item: taken, element, index }] : [];
  });
}

function fitsItem(items: readonly Item[], at: number, element: string): boolean {
  return items[at]?.fits?.includes(element) ?? true;
}

/** The same by threads; `early` ends at the first element after which nothing can change. */
function alignThreads(
  items: readonly Item[],
  elements: readonly string[],
  early: boolean,
): Kept[] | null {
  const aligner = new ThreadAligner<{ element: string; index: number }>(expandAtoms(items), {
    matches: (at, { element }) => fitsItem(items, at, element),
    keeps: (at) => items[at]?.keeps ?? false,
    takesAny: (at) => items[at]?.fits === null,
  });
  let { progress } = aligner;
  for (const [index, element] of elements.entries()) {
    if (early && progress !== 'open') break;
    progress = aligner.push({ element, index });
  }
  if (progress === 'failed') return null;
  return aligner.finish()?.map(({ item: at, element }) => ({ item: at, ...element })) ?? null;
}

describe('aligning by threads', () => {
  it('prefers what recording all alignments prefers', () => {
    const elements = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    let found = 0;
    const property = fc.property(fc.array(item, { maxLength: 7 }), elements, (items, given) => {
      const expected = alignRecorded(items, given);
      if (expected !== null && expected.length > 0) found++;
      expect(alignThreads(items, given, false)).toEqual(expected);
      expect(alignThreads(items, given, true)).toEqual(expected);
    });
    fc.assert(property, { numRuns: 20_000, seed: 5 });
    expect(found).toBeGreaterThan(1000);
  });

  it('knows when nothing can change any more', () => {
    const items = [
      { fits: 'a', min: 1, max: 1, keeps: true },
      { fits: null, min: 0, max: Number.POSITIVE_INFINITY, keeps: false },
    ];
    const aligner = new ThreadAligner<string>(expandAtoms(items), {
      matches: (at, element) => fitsItem(items, at, element),
      keeps: (at) => at === 0,
      takesAny: (at) => at === 1,
    });
    expect([aligner.progress, aligner.push('a'), aligner.push('b')]).toEqual([
      'open',
      'decided',
      'decided',
    ]);
    expect(aligner.finish()).toEqual([{ item: 0, element: 'a' }]);
  });

  it('knows when no alignment is possible any more', () => {
    const aligner = new ThreadAligner<string>(expandAtoms([{ min: 1, max: 1 }]), {
      matches: (_, element) => element === 'a',
      keeps: () => false,
      takesAny: () => false,
    });
    expect(aligner.push('b')).toBe('failed');
    expect(aligner.finish()).toBeNull();
  });
});
