import { type Alignment, type Atom, nextAtom } from '../align/align.ts';
import { listCaptures } from '../text/captured.ts';
import type { ResolvedLine } from './resolve-lines.ts';

/** A line that an item with names takes. */
export interface TakenLine {
  readonly item: number;
  readonly index: number;
}

export type Choice =
  | {
      readonly kind: 'found';
      readonly captures: ReadonlyMap<string, string>;
      readonly taken: readonly TakenLine[];
    }
  /** No alignment has equal values wherever a captured name stands again. */
  | { readonly kind: 'unequal' }
  /** The search was given up: too many alignments are possible. */
  | { readonly kind: 'too-many' };

/** Alternatives that are followed before the search is given up. */
const MAX_STEPS = 2_000_000;
const MAX_CAPTURES_PER_LINE = 1000;

interface State {
  readonly index: number;
  readonly atom: number;
  readonly bindings: ReadonlyMap<string, string>;
  readonly taken: Taken | null;
}

interface Taken extends TakenLine {
  readonly before: Taken | null;
}

interface Branch {
  readonly state: State;
  /** Alternatives not followed yet, the preferred one last. */
  readonly rest: State[];
}

/**
 * Follows the alignments in order of preference to the first in which each captured name has the
 * same value everywhere. What failed once is not tried again with the same values.
 */
export function chooseAlignment(
  alignment: Alignment,
  atoms: readonly Atom[],
  items: readonly ResolvedLine[],
  lines: readonly string[],
): Choice {
  const repeated = new Set(
    items.flatMap(({ segments }) => segments.flatMap((s) => (s.kind === 'back' ? [s.name] : []))),
  );
  const keyOf = ({ index, atom, bindings }: State) =>
    JSON.stringify([index, atom, ...[...bindings].filter(([name]) => repeated.has(name))]);
  const branches: Branch[] = [];
  const failed = new Set<string>();
  let state: State = { index: 0, atom: 0, bindings: new Map(), taken: null };
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    if (state.index === alignment.length) {
      return { kind: 'found', captures: state.bindings, taken: listTaken(state.taken) };
    }
    const moves = listMoves(state, alignment, atoms, items, lines[state.index] ?? '');
    let next = moves.pop();
    if (next && moves.length > 0) {
      if (failed.has(keyOf(state))) next = undefined;
      else branches.push({ state, rest: moves });
    }
    for (let branch = branches.at(-1); !next && branch; branch = branches.at(-1)) {
      next = branch.rest.pop();
      if (next) break;
      failed.add(keyOf(branch.state));
      branches.pop();
    }
    if (!next) return { kind: 'unequal' };
    state = next;
  }
  return { kind: 'too-many' };
}

function listTaken(last: Taken | null): TakenLine[] {
  const found: TakenLine[] = [];
  for (let taken = last; taken !== null; taken = taken.before) found.push(taken);
  return found;
}

/** Where the line can lead, the preferred place last. */
function listMoves(
  state: State,
  alignment: Alignment,
  atoms: readonly Atom[],
  items: readonly ResolvedLine[],
  line: string,
): State[] {
  const index = state.index + 1;
  const moves = alignment.choices(state.index, state.atom).flatMap((choice): State[] => {
    const itemIndex = atoms[choice]?.item ?? -1;
    const item = items[itemIndex];
    const atom = nextAtom(atoms, choice);
    if (!item?.hasNames) return [{ ...state, index, atom }];
    const taken = { item: itemIndex, index: state.index, before: state.taken };
    return listCaptures(item.segments, line, state.bindings, MAX_CAPTURES_PER_LINE).map(
      (captures) => ({ index, atom, taken, bindings: new Map([...state.bindings, ...captures]) }),
    );
  });
  return moves.reverse();
}
