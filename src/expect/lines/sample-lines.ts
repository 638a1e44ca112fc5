import { type Reading, readLines } from '../text/normalize.ts';
import type { OutputView } from '../types.ts';
import type { DiffLine } from './diff-rows.ts';

/** A part of a stream's lines that fits into memory. */
export interface LineSample {
  readonly lines: readonly DiffLine[];
  /** Number of lines of the stream. */
  readonly total: number;
}

/** What is read, and what of it is kept. */
export interface SampleSettings {
  /** Lines to keep at each end. */
  readonly half: number;
  readonly reading: Reading;
  /** Whether a line between them is kept as well. */
  readonly keeps: (text: string) => boolean;
}

const MAX_CHARS = 32 * 1024 * 1024;
/** Lines that are kept between both ends. */
const MAX_BETWEEN = 5000;

/** Reads the two ends of a stream, and what is worth keeping between them; the rest are gaps. */
export function sampleLines(
  view: OutputView,
  { half, reading, keeps }: SampleSettings,
): LineSample {
  const head: DiffLine[] = [];
  const between: DiffLine[] = [];
  let tail: DiffLine[] = [];
  let headChars = 0;
  let tailChars = 0;
  let first = 0;
  const { lines: total } = readLines(
    view,
    (text, index) => {
      const line = { outputLine: index + 1, text };
      if (head.length === index && index < half && headChars + text.length <= MAX_CHARS) {
        headChars += text.length;
        head.push(line);
        return true;
      }
      tail.push(line);
      tailChars += text.length;
      while (first < tail.length - 1 && (tail.length - first > half || tailChars > MAX_CHARS)) {
        const dropped = tail[first++];
        if (typeof dropped?.text !== 'string') continue;
        tailChars -= dropped.text.length;
        if (between.length < MAX_BETWEEN && keeps(dropped.text)) between.push(dropped);
      }
      // Cutting the front off at every line would take quadratic time.
      if (first > half) {
        tail = tail.slice(first);
        first = 0;
      }
      return true;
    },
    reading,
  );
  return { lines: fillGaps([...head, ...between, ...tail.slice(first)]), total };
}

/** Puts an entry where lines are missing. */
function fillGaps(kept: readonly DiffLine[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let next = 1;
  for (const line of kept) {
    const count = line.outputLine - next;
    if (count > 0) lines.push({ outputLine: next, text: null, count });
    lines.push(line);
    next = line.outputLine + 1;
  }
  return lines;
}
