import { assign, type Offer, type Taker } from '../align/assign.ts';
import { readCaptures } from '../text/captured.ts';
import { findCollapsed } from '../text/collapse.ts';
import { matchSegments } from '../text/match-segments.ts';
import { readLines } from '../text/normalize.ts';
import type { LinesComparison } from './lines-plan.ts';
import { literalOf, type ResolvedLine } from './resolve-lines.ts';

/** A line of the output. */
export interface OutputLine {
  readonly outputLine: number;
  readonly text: string;
}

/** Whether each line of a fence has a line of its own, in any order, and none is left over. */
export type AssignedLines =
  | { readonly ok: true; readonly captures: ReadonlyMap<string, string> }
  | {
      readonly ok: false;
      /** Lines of the document that have none. */
      readonly missing: readonly ResolvedLine[];
      /** The first lines of the output that no line of the document takes. */
      readonly left: readonly OutputLine[];
      readonly leftCount: number;
      readonly isGivenUp: boolean;
    };

/** Equal lines of text are one, since it does not matter which of them is which. */
interface LineTaker extends Taker {
  readonly items: readonly ResolvedLine[];
  /** The only text that fits. */
  readonly literal: string | null;
  readonly isOpen: boolean;
}

interface LineOffer extends Offer, OutputLine {}

const MAX_LEFT = 200;

/** Assigns the lines of a text to those of a fence in any order. */
export function assignLines(comparison: LinesComparison): AssignedLines {
  const takers = createTakers(comparison.items);
  const found = readOffers(comparison, takers);
  const { owners, counts, isGivenUp } = assign(takers, found.offers);
  const left = found.offers.filter(({ isRequired }, at) => isRequired && owners[at] === -1);
  const missing = takers.flatMap(({ items, min }, at) => {
    const lacking = min - (counts[at] ?? 0);
    return lacking <= 0 ? [] : items.length === 1 ? items : items.slice(-lacking);
  });
  const leftCount = found.unfit + left.length;
  if (missing.length > 0 || leftCount > 0 || isGivenUp) {
    const lines = [...found.left, ...left].sort((a, b) => a.outputLine - b.outputLine);
    return { ok: false, missing, left: lines.slice(0, MAX_LEFT), leftCount, isGivenUp };
  }
  return { ok: true, captures: readNamed(comparison, takers, found.offers, owners) };
}

function createTakers(items: readonly ResolvedLine[]): LineTaker[] {
  const literals = new Map<string, number>();
  const takers: LineTaker[] = [];
  for (const item of items) {
    const { matcher, quantifier } = item.pattern;
    if (matcher.kind === 'any') continue;
    const literal = matcher.kind === 'text' ? literalOf(item.segments) : null;
    const known = literal === null ? undefined : literals.get(literal);
    const other = known === undefined ? undefined : takers[known];
    const taker: LineTaker = {
      items: [...(other?.items ?? []), item],
      literal,
      min: quantifier.min + (other?.min ?? 0),
      max: quantifier.max + (other?.max ?? 0),
      isNamed: item.segments.some((s) => s.kind === 'hole' && s.hole.name !== undefined),
      isOpen: quantifier.max === Number.POSITIVE_INFINITY || other?.isOpen === true,
    };
    if (known !== undefined) takers[known] = taker;
    else {
      if (literal !== null) literals.set(literal, takers.length);
      takers.push(taker);
    }
  }
  return takers;
}

interface Offers {
  readonly offers: readonly LineOffer[];
  /** The first lines that fit nothing although nothing may be left over. */
  readonly left: readonly OutputLine[];
  readonly unfit: number;
}

/**
 * Reads the lines that matter. Of lines that may be left over, each taker needs as many to choose
 * from as all takers need together; so what is held does not grow with the output.
 */
function readOffers(comparison: LinesComparison, takers: readonly LineTaker[]): Offers {
  const { view, items, never, compare, plan } = comparison;
  const hasRest = items.some(({ pattern }) => pattern.matcher.kind === 'any');
  const needed = takers.reduce((sum, { min }) => sum + min, 0);
  const most = takers.reduce((sum, { max, isOpen }) => sum + (isOpen ? 0 : max), 0);
  const choices = new Int32Array(takers.length);
  const isNeeded = (at: number): boolean => !hasRest || (choices[at] ?? 0) < needed;
  const find = createFinder(takers, isNeeded);
  const offers: LineOffer[] = [];
  const left: OutputLine[] = [];
  let unfit = 0;
  let required = 0;
  readLines(
    view,
    (text, index) => {
      const compared = compare(text);
      never.look(text, compared, index);
      const fitting = find(compared);
      const isRequired = !hasRest && !fitting.some((at) => takers[at]?.isOpen);
      const line = { outputLine: index + 1, text };
      if (fitting.length === 0 && isRequired) {
        unfit++;
        if (left.length < MAX_LEFT) left.push(line);
        return true;
      }
      const chosen = isRequired ? fitting : fitting.filter((at) => (choices[at] ?? 0) < needed);
      if (!isRequired) for (const at of chosen) choices[at] = (choices[at] ?? 0) + 1;
      if (isRequired) required++;
      // More than can be taken: the verdict is certain, and enough is known to explain it.
      if (required > most + MAX_LEFT) unfit++;
      else if (chosen.length > 0) offers.push({ ...line, takers: chosen, isRequired });
      return true;
    },
    plan.reading,
  );
  return { offers, left, unfit };
}

/**
 * Finds the takers that a line fits; a line of text by its text. `isNeeded` says for which of the
 * others that matters.
 */
function createFinder(
  takers: readonly LineTaker[],
  isNeeded: (taker: number) => boolean,
): (line: string) => number[] {
  const literals = new Map<string, number>();
  const others: number[] = [];
  takers.forEach(({ literal }, at) => {
    if (literal === null) others.push(at);
    else literals.set(literal, at);
  });
  return (line) => {
    const literal = literals.get(line);
    const found = others.filter((at) => isNeeded(at) && takers[at]?.items[0]?.test(line));
    if (literal !== undefined) found.push(literal);
    return found.sort((a, b) => a - b);
  };
}

function readNamed(
  { plan, compare }: LinesComparison,
  takers: readonly LineTaker[],
  offers: readonly LineOffer[],
  owners: Int32Array,
): Map<string, string> {
  const captures = new Map<string, string>();
  offers.forEach(({ text }, at) => {
    const taker = takers[owners[at] ?? -1];
    const segments = taker?.isNamed ? (taker.items[0]?.segments ?? []) : [];
    const form = compare(text);
    const ends = segments.length === 0 ? null : matchSegments(segments, form);
    if (!ends) return;
    const read = (start: number, end: number): string =>
      plan.form.collapse ? findCollapsed(text, start, end) : text.slice(start, end);
    for (const [name, value] of readCaptures(segments, text, ends, read)) captures.set(name, value);
  });
  return captures;
}
