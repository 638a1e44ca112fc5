import { isUtf8 } from 'node:buffer';
import type { RE2JS } from 're2js';
import { loadLibrary } from '../libraries/load.ts';
import { createCandidateFinder, type FindCandidates } from './find-candidates.ts';
import { findRequiredRuns } from './required-runs.ts';

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

/** An expression and how it is found. */
interface Pattern {
  readonly expression: RE2JS;
  /** Absent: it may match in every line. */
  readonly candidates: FindCandidates | undefined;
}

/** Compiles expressions that have been checked when the document was read. */
export function createPatternFinder(sources: readonly string[]): PatternFinder {
  const { RE2JS } = loadLibrary('re2js');
  const patterns = sources.map((source): Pattern => {
    const runs = findRequiredRuns(source);
    return {
      expression: RE2JS.compile(source, RE2JS.MULTILINE),
      candidates: runs && createCandidateFinder(runs),
    };
  });
  return {
    inText: (text) => patterns.flatMap((pattern) => findAll(text, pattern)),
    inBytes: (latin1, ascii) =>
      patterns.flatMap((pattern) =>
        ascii ? findAll(latin1, pattern) : findAmongBytes(latin1, pattern),
      ),
  };
}

/** Bytes that may be text in UTF-8 or not. */
function findAmongBytes(latin1: string, pattern: Pattern): Span[] {
  // Runs are ASCII, which is the same in bytes and in characters.
  const lines = pattern.candidates?.(latin1);
  if (lines !== undefined) return findInParts(latin1, lines, findInBytes);
  return findInBytes(latin1);

  function findInBytes(part: string): Span[] {
    const inText = (text: string): Span[] => findAll(text, pattern);
    const bytes = Buffer.from(part, 'latin1');
    if (isUtf8(bytes)) return toBytes(bytes.toString('utf8'), inText);
    // Bytes that are no text spoil their own line only.
    const all = splitLines(part);
    if (all.length < 2) return inBrokenLine(part, inText);
    return findInParts(part, all, findInBytes);
  }
}

function splitLines(text: string): Span[] {
  return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(
    ({ 0: line, index }): Span => [index, index + line.length],
  );
}

function findInParts(text: string, parts: readonly Span[], find: (part: string) => Span[]): Span[] {
  return parts.flatMap(([start, end]) =>
    find(text.slice(start, end)).map(([from, to]): Span => [start + from, start + to]),
  );
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

function findAll(text: string, { expression, candidates }: Pattern): Span[] {
  const lines = candidates?.(text);
  if (lines !== undefined) return findInParts(text, lines, (line) => findInLine(line, expression));
  // Much faster than line by line, and what matches within a line matches in the whole text as well.
  if (!expression.test(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text)) return [];
  return findInParts(text, splitLines(text), (line) => findInLine(line, expression));
}

/** The ending is no part of what an expression is held against. */
function findInLine(lineWithEnding: string, expression: RE2JS): Span[] {
  const line = lineWithEnding.replace(/\r?\n$|\r$/, '');
  if (line === '' || !expression.test(line)) return [];
  const spans: Span[] = [];
  const matcher = expression.matcher(line);
  while (matcher.find())
    if (matcher.end() > matcher.start()) spans.push([matcher.start(), matcher.end()]);
  return spans;
}
