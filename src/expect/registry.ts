import type { Problem } from '../document/problem.ts';
import { assertKind } from './assert/assert.ts';
import { httpKind } from './http/http.ts';
import { jsonKind } from './json/json.ts';
import { linesKind } from './lines/lines.ts';
import { createSink, infoSpan } from './problems.ts';
import type { CompileResult, ExpectationKind, ExpectationSource } from './types.ts';

/** Every kind of expectation of this version. */
const KINDS: readonly ExpectationKind[] = [jsonKind, assertKind, httpKind, linesKind];

/** Understands an expectation fence, or reports everything that is wrong with it. */
export function compileExpectation(source: ExpectationSource): CompileResult {
  const kind = KINDS.find((candidate) => candidate.accepts(source));
  if (kind) return kind.compile(source);
  const problems: Problem[] = [];
  const sink = createSink(source.file, problems);
  sink.add(
    'not-supported-yet',
    infoSpan(source),
    `\`${source.lang} expect\` is not supported yet`,
    'this version has `json expect` and `http expect`',
  );
  return { ok: false, problems };
}
