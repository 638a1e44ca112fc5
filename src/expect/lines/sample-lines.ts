import { type Reading, readLines } from '../text/normalize.ts';
import type { OutputView } from '../types.ts';
import type { DiffLine } from './diff-rows.ts';

/** A part of a stream's lines that fits into memory. */
export interface LineSample {
  readonly lines: readonly DiffLine[];
  /** Number of lines of the stream. */
  readonly total: number;
}

const MAX_CHARS = 32 * 1024 * 1024;

/** Reads the first and the last `half` lines of a stream; the ones between are one entry. */
export function sampleLines(view: OutputView, half: number, reading: Reading): LineSample {
  const head: DiffLine[] = [];
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
        tailChars -= tail[first++]?.text?.length ?? 0;
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
  return { lines: joinLines(head, tail.slice(first), total), total };
}

function joinLines(
  head: readonly DiffLine[],
  tail: readonly DiffLine[],
  total: number,
): readonly DiffLine[] {
  const last = head.at(-1);
  const next = last === undefined ? 1 : last.outputLine + (last.text === null ? last.count : 1);
  const dropped = (tail[0]?.outputLine ?? total + 1) - next;
  if (dropped <= 0) return [...head, ...tail];
  return [...head, { outputLine: next, text: null, count: dropped }, ...tail];
}
