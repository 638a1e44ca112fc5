import type { ExpectationSource } from '../expect/types.ts';
import { httpRewriter } from './http/rewrite-http.ts';
import { jsonRewriter } from './json/rewrite-json.ts';
import { linesRewriter } from './lines/rewrite-lines.ts';
import type { Rewriter } from './types.ts';

const REWRITERS: readonly Rewriter[] = [jsonRewriter, httpRewriter, linesRewriter];

/** What brings such a fence up to date; nothing does for conditions, which say what is meant. */
export function findRewriter(source: ExpectationSource): Rewriter | undefined {
  return REWRITERS.find((rewriter) => rewriter.accepts(source));
}
