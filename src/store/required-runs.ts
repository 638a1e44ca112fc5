/** The ASCII characters that may stand at one place, by their codes. */
export type CharacterSet = Uint8Array;

/** Characters that stand one after the other in a text. */
export type Run = readonly CharacterSet[];

/** No more of a run is looked at than this. */
const LONGEST = 64;
/** More alternatives than this are not looked for one after the other. */
const MOST_RUNS = 16;
/** A run that leaves out less than this much (as a logarithm to the base of 2) stands in every text. */
const LEAST_BITS = 8;
const ASCII = 128;

/** What is known of the texts that a part of an expression matches. */
interface Part {
  /** They are these characters and no others. */
  readonly exact?: Run;
  /** What they begin and end with. */
  readonly head: Run;
  readonly tail: Run;
  /** One of these is in each of them. */
  readonly need?: readonly Run[];
}

const GAP: Part = { head: [], tail: [] };

/**
 * Runs of characters of which one is in every text that an expression in the syntax of RE2 matches
 * within a line.
 *
 * Absent where there is none that tells texts apart, and for an expression with anything in it that is
 * not known here: then every text may match.
 */
export function findRequiredRuns(source: string): readonly Run[] | undefined {
  const reader = new Reader(source);
  const { exact, need } = readAlternatives(reader);
  if (reader.unknown || reader.peek() !== '') return undefined;
  const runs = (exact === undefined ? need : [exact])?.map((run) => run.slice(0, LONGEST));
  return runs !== undefined && weigh(runs) >= LEAST_BITS ? runs : undefined;
}

class Reader {
  /** Whether anything was met that is not known here. */
  unknown = false;
  #at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  peek(): string {
    return this.#source.charAt(this.#at);
  }

  /** What the expression, a sticky one, matches here; absent if it does not. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  /** Gives up. */
  fail(): Part {
    this.unknown = true;
    this.#at = this.#source.length;
    return GAP;
  }
}

function readAlternatives(reader: Reader): Part {
  const parts = [readSequence(reader)];
  while (reader.take(/\|/y)) parts.push(readSequence(reader));
  const [first = GAP] = parts;
  return parts.length === 1 ? first : joinAlternatives(parts);
}

function readSequence(reader: Reader): Part {
  const parts: Part[] = [];
  while (!['', '|', ')'].includes(reader.peek())) parts.push(readRepeated(reader));
  return joinSequence(parts);
}

function readRepeated(reader: Reader): Part {
  const part = readAtom(reader);
  const found = reader.take(/(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y);
  if (found === undefined) return part;
  if (/[*+?{]/.test(reader.peek())) return reader.fail();
  const [, sign, least = '', comma, most] = found;
  const min = sign === undefined ? Number(least) : Number(sign === '+');
  return repeat(part, min, sign === undefined && (comma === '' || Number(most || -1) === min));
}

function readAtom(reader: Reader): Part {
  // Empty, so that the characters around it stand side by side.
  if (reader.take(/\^|\$|\\[bB]/y)) return exactly([]);
  if (reader.take(/\((?!\?)|\(\?:|\(\?P?<\w+>/y)) {
    const part = readAlternatives(reader);
    return reader.take(/\)/y) ? part : reader.fail();
  }
  if (reader.take(/\.|\\[WDS]|\[\^(?:\\[wdsWDS]|\\[^\w\s]|[^\\[\]])+\]/y)) return GAP;
  const list = reader.take(/\[((?:\\[wds]|\\[^\w\s]|[^\\[\]^])(?:\\[wds]|\\[^\w\s]|[^\\[\]])*)\]/y);
  const found = list ?? reader.take(/\\[wds]|\\[^\w\s]|[^\\[\](){}*+?|]/y);
  if (found === undefined) return reader.fail();
  const text = list?.[1] ?? found[0];
  // Characters beyond ASCII are several bytes.
  return /[^\x00-\x7f]/.test(text) ? GAP : exactly([readSet(text)]);
}

/** The characters that an escape stands for, or those between the brackets of a list. */
function readSet(text: string): CharacterSet {
  // Each of these forms means the same in JavaScript, or more: `\s` has a vertical tab as well.
  const pattern = text.length === 1 ? undefined : new RegExp(`[${text}]`);
  const set = new Uint8Array(ASCII);
  for (let code = 0; code < ASCII; code++) {
    const character = String.fromCharCode(code);
    const isIn = pattern?.test(character) ?? character === text;
    // What is matched is within a line.
    if (isIn && character !== '\n') set[code] = 1;
  }
  return set;
}

function exactly(run: Run): Part {
  return { exact: run, head: run, tail: run, need: [run] };
}

function repeat(part: Part, min: number, isFixed: boolean): Part {
  if (min === 0) return GAP;
  if (part.exact === undefined || part.exact.length === 0) return part;
  const { exact } = part;
  const times = Math.min(min, Math.ceil(LONGEST / exact.length));
  const run = Array.from({ length: times }, () => exact).flat();
  if (isFixed && times === min) return exactly(run);
  return { head: run, tail: run, need: [run] };
}

function joinSequence(parts: readonly Part[]): Part {
  const needs: (readonly Run[])[] = [];
  let head: Run | undefined;
  let run: Run = [];
  for (const part of parts) {
    run = [...run, ...(part.exact ?? part.head)];
    if (part.exact !== undefined) continue;
    head ??= run;
    needs.push([run.slice(0, LONGEST)], part.need ?? []);
    run = part.tail;
  }
  if (head === undefined) return exactly(run);
  needs.push([run.slice(0, LONGEST)]);
  const [best = []] = needs.sort((a, b) => weigh(b) - weigh(a));
  return { head, tail: run, ...(weigh(best) > 0 ? { need: best } : {}) };
}

function joinAlternatives(parts: readonly Part[]): Part {
  const [first = []] = parts.map((part) => part.exact ?? []);
  if (parts.every(({ exact }) => exact !== undefined && exact.length === first.length)) {
    const sets = first.map((_, at) =>
      unite(parts.flatMap(({ exact = [] }) => exact.slice(at, at + 1))),
    );
    return exactly(sets);
  }
  const need = parts.flatMap((part) => part.need ?? [[]]);
  const isUsable = weigh(need) > 0 && need.length <= MOST_RUNS;
  return { ...GAP, ...(isUsable ? { need } : {}) };
}

/** The characters of any of the sets. */
export function unite(sets: readonly CharacterSet[]): CharacterSet {
  return Uint8Array.from({ length: ASCII }, (_, code) =>
    Number(sets.some((set) => set[code] === 1)),
  );
}

/** How few of all texts the weakest of several runs leaves, as a logarithm to the base of 2. */
function weigh(runs: readonly Run[]): number {
  if (runs.length === 0) return 0;
  const bitsOf = (set: CharacterSet): number =>
    Math.log2(
      ASCII /
        Math.max(
          1,
          set.reduce((sum, has) => sum + has, 0),
        ),
    );
  return Math.min(...runs.map((run) => run.reduce((sum, set) => sum + bitsOf(set), 0)));
}
