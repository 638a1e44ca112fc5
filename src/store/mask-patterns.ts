import { isUtf8 } from 'node:buffer';
import type { RE2JS } from 're2js';
import { loadLibrary } from '../libraries/load.ts';

/** A part of a text: from, to; in what it was looked for. */
export type Span = readonly [start: number, end: number];

/** Finds what matches one of several expressions within a line. */
export interface PatternFinder {
  /** In UTF-16 units. */
  inText(text: string): Span[];
  /**
   * In bytes, which `latin1` has as one character each.
   *
   * @param ascii whether they are known to be all ASCII
   */
  inBytes(latin1: string, ascii: boolean): Span[];
}

/** Compiles expressions that have been checked when the document was read. */
export function createPatternFinder(sources: readonly string[]): PatternFinder {
  const { RE2JS } = loadLibrary('re2js');
  const patterns = sources.map((source) => RE2JS.compile(source, RE2JS.MULTILINE));
  const inText = (text: string): Span[] => patterns.flatMap((pattern) => findAll(text, pattern));
  const inBytes = (latin1: string, ascii: boolean): Span[] => {
    if (ascii) return inText(latin1);
    const bytes = Buffer.from(latin1, 'latin1');
    if (isUtf8(bytes)) return toBytes(bytes.toString('utf8'), inText);
    // Bytes that are no text spoil their own line only.
    const lines = latin1.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    if (lines.length < 2) return inBrokenLine(latin1, inText);
    let at = 0;
    return lines.flatMap((line) => {
      const start = at;
      at += line.length;
      return inBytes(line, false).map(([from, to]): Span => [start + from, start + to]);
    });
  };
  return { inText, inBytes };
}

/** Characters of UTF-8 as bytes; that some of them are none does not matter here. */
const UTF8 =
  /(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+/g;

/** Within the parts of a line that are text, and across the bytes between them. */
function inBrokenLine(latin1: string, find: (text: string) => Span[]): Span[] {
  const parts = [...latin1.matchAll(UTF8)].flatMap(({ 0: part, index }) =>
    toBytes(Buffer.from(part, 'latin1').toString('utf8'), find).map(
      ([start, end]): Span => [index + start, index + end],
    ),
  );
  return [...find(latin1), ...parts];
}

function toBytes(text: string, find: (text: string) => Span[]): Span[] {
  const offset = (at: number): number => Buffer.byteLength(text.slice(0, at));
  return find(text).map(([start, end]): Span => [offset(start), offset(end)]);
}

function findAll(text: string, pattern: RE2JS): Span[] {
  // Much faster than line by line, and what matches within a line matches in the whole text as well.
  if (!pattern.test(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text)) return [];
  const spans: Span[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    for (const [from, to] of findInLine(line, pattern)) spans.push([start + from, start + to]);
    start = end + 1;
  }
  return spans;
}

function findInLine(line: string, pattern: RE2JS): Span[] {
  if (line === '' || !pattern.test(line)) return [];
  const spans: Span[] = [];
  const matcher = pattern.matcher(line);
  while (matcher.find())
    if (matcher.end() > matcher.start()) spans.push([matcher.start(), matcher.end()]);
  return spans;
}
