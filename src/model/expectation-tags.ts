import type { ExpectationSource } from '../expect/types.ts';

export type ExpectationKindName = ExpectationSource['kind'];

const FIRST_WORDS: ReadonlySet<string> = new Set(['output', 'stdout', 'stderr', 'assert']);

/** Attributes that only an expectation can have; `for` is the one that attaches it. */
export const EXPECTATION_ATTRIBUTES: readonly string[] = [
  'for',
  'match',
  'ws',
  'ansi',
  'vary',
  'path',
  'exact',
  'from',
];

/** Whether a language is one of the expectations that are told by their first word. */
export function isExpectationLanguage(
  lang: string,
): lang is Exclude<ExpectationKindName, 'expect'> {
  return FIRST_WORDS.has(lang);
}
