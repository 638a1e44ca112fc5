import { EXPECTATION_ATTRIBUTES } from '../expect/attributes.ts';
import type { ExpectationSource } from '../expect/types.ts';

export type ExpectationKindName = ExpectationSource['kind'];

const FIRST_WORDS: ReadonlySet<string> = new Set(['output', 'stdout', 'stderr', 'assert']);

/** Attributes that only an expectation can have; `for` is the one that attaches it. */
export const EXPECTATION_WORDS: readonly string[] = ['for', ...Object.keys(EXPECTATION_ATTRIBUTES)];

/** Whether a language is one of the expectations that are told by their first word. */
export function isExpectationLanguage(
  lang: string,
): lang is Exclude<ExpectationKindName, 'expect'> {
  return FIRST_WORDS.has(lang);
}
