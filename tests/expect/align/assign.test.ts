import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, type Offer, type Taker } from '../../../src/expect/align/assign.ts';

/** Every way to give offers to takers, without regard to time. */
function* listAll(takers: readonly Taker[], offers: readonly Offer[]): Generator<number[]> {
  const [offer, ...rest] = offers;
  if (offer === undefined) {
    if (takers.every(({ min, max }) => min <= 0 && max >= 0)) yield [];
    return;
  }
  for (const taker of offer.isRequired ? offer.takers : [...offer.takers, -1]) {
    const left = takers.map((one, at) =>
      at === taker ? { ...one, min: one.min - 1, max: one.max - 1 } : one,
    );
    for (const others of listAll(left, rest)) yield [taker, ...others];
  }
}

/** The offers of the named takers, in their order: the smallest of these lists is preferred. */
function choicesOf(takers: readonly Taker[], owners: readonly number[]): number[] {
  return takers.flatMap(({ isNamed }, at) => (isNamed ? owners.indexOf(at) : []));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

const taker: fc.Arbitrary<Taker> = fc.constantFrom(
  { min: 1, max: 1, isNamed: true },
  { min: 1, max: 1, isNamed: false },
  { min: 0, max: 1, isNamed: false },
  { min: 2, max: 3, isNamed: false },
);
const offersFor = (count: number) =>
  fc.array(
    fc.record({
      takers: fc.subarray([...Array(count).keys()]),
      isRequired: fc.boolean(),
    }),
    { maxLength: 6 },
  );
const both = fc
  .array(taker, { minLength: 1, maxLength: 4 })
  .chain((takers) => fc.tuple(fc.constant(takers), offersFor(takers.length)));

describe('an assignment', () => {
  it('is the preferred one of all that trying everything finds', () => {
    let found = 0;
    const property = fc.property(both, ([takers, offers]) => {
      const all = [...listAll(takers, offers)];
      const best = all.map((owners) => choicesOf(takers, owners)).sort(compare)[0];
      const { owners, counts, isGivenUp } = assign(takers, offers);
      const isWhole =
        takers.every(({ min }, at) => (counts[at] ?? 0) >= min) &&
        offers.every(({ isRequired }, at) => !isRequired || owners[at] !== -1);
      expect(isWhole).toBe(all.length > 0);
      expect(isGivenUp).toBe(false);
      if (best === undefined) return;
      found++;
      expect(all).toContainEqual([...owners]);
      expect(choicesOf(takers, [...owners])).toEqual(best);
    });
    fc.assert(property, { numRuns: 3000, seed: 11 });
    expect(found).toBeGreaterThan(500);
  });

  it('is found for many takers that fit nearly everything', () => {
    const takers = Array.from({ length: 300 }, () => ({ min: 1, max: 1, isNamed: true }));
    // The last offer fits the first taker only, so all others have to move.
    const offers = Array.from({ length: 300 }, (_, at) => ({
      takers: at === 299 ? [0] : takers.map((_, index) => index),
      isRequired: true,
    }));
    const { owners } = assign(takers, offers);
    expect([owners[299], owners[0], owners[298]]).toEqual([0, 1, 299]);
  });
});
