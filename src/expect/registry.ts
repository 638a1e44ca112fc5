import { assertKind } from './assert/assert.ts';
import { httpKind } from './http/http.ts';
import { jsonKind } from './json/json.ts';
import { linesKind } from './lines/lines.ts';
import type { CompileResult, ExpectationKind, ExpectationSource } from './types.ts';

/** Every kind of expectation but lines of text, which is what all others are. */
const KINDS: readonly ExpectationKind[] = [jsonKind, assertKind, httpKind];

/** The kind that a fence is of. */
export function findKind(source: ExpectationSource): ExpectationKind {
  return KINDS.find((candidate) => candidate.accepts(source)) ?? linesKind;
}

/** Understands an expectation fence, or reports everything that is wrong with it. */
export function compileExpectation(source: ExpectationSource): CompileResult {
  return findKind(source).compile(source);
}
