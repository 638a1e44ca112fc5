import type { Problem } from '../../document/problem.ts';
import { readAttributes } from '../attributes.ts';
import { createSink, infoSpan, type ProblemSink } from '../problems.ts';
import { defineName, type FenceNames } from '../text/capture-names.ts';
import { readExcerpt } from '../text/excerpt.ts';
import type {
  CompiledExpectation,
  CompileResult,
  ExpectationKind,
  ExpectationResult,
  ExpectationSource,
  HttpMismatch,
  Scope,
  Subject,
} from '../types.ts';
import { compileBody } from './body.ts';
import { compareHeaders, compareStatus } from './compare-head.ts';
import { parseResponse } from './parse-response.ts';
import type { HeaderPattern, StatusPattern } from './response-pattern.ts';

/** Attributes that an expectation of a body can have, lines or JSON. */
const BODY_ATTRIBUTES = ['match', 'ws', 'ansi', 'vary', 'path', 'exact'] as const;

/** `http expect`: status, headers and body of the response of an `http` step. */
export const httpKind: ExpectationKind = {
  name: 'http',
  accepts: ({ kind, lang }) => kind === 'expect' && lang.toLowerCase() === 'http',
  compile: compileHttp,
};

function compileHttp(source: ExpectationSource): CompileResult {
  const problems: Problem[] = [];
  const sink = createSink(source.file, problems);
  const names: FenceNames = { captures: [], references: [] };
  const { status, headers, bodyLine } = parseResponse(source, names, sink);
  const { own, ofBody } = splitAttributes(source, bodyLine !== null);
  readAttributes({ ...source, attributes: own }, bodyLine === null ? [] : BODY_ATTRIBUTES, sink);
  const body =
    bodyLine === null ? null : compileBody({ ...source, attributes: ofBody }, bodyLine, headers);
  if (body?.ok) joinNames(names, body.expectation, sink);
  else problems.push(...(body?.problems ?? []));
  if (status === null || body?.ok === false || problems.length > 0) return { ok: false, problems };
  const parts: Parts = { status, headers, body: body?.expectation ?? null };
  return {
    ok: true,
    findings: body?.findings ?? [],
    expectation: {
      streams: parts.body?.streams ?? [],
      summary: `http expect (${status.source})`,
      ...names,
      needs: [{ kind: 'response', ...infoSpan(source) }],
      evaluate: (subject, scope) => evaluateHttp(parts, subject, scope),
    },
  };
}

/** What is compared is the response, so `from` has no meaning; all other attributes are the body's. */
function splitAttributes(
  { attributes }: ExpectationSource,
  hasBody: boolean,
): Record<'own' | 'ofBody', ExpectationSource['attributes']> {
  const isOwn = (name: string): boolean => !hasBody || name === 'from';
  const all = [...attributes];
  return {
    own: new Map(all.filter(([name]) => isOwn(name))),
    ofBody: new Map(all.filter(([name]) => !isOwn(name))),
  };
}

interface Parts {
  readonly status: StatusPattern;
  readonly headers: readonly HeaderPattern[];
  readonly body: CompiledExpectation | null;
}

/** What the body refers to and a header captured is no reference to anything outside. */
function joinNames(
  names: FenceNames,
  { references, captures }: CompiledExpectation,
  sink: ProblemSink,
): void {
  const own = new Set(names.captures.map(({ name }) => name));
  names.references.push(...references.filter(({ name }) => !own.has(name)));
  for (const { name, line, column, refuse } of captures) {
    defineName(name, { line, column, length: name.length }, names, sink, refuse);
  }
}

async function evaluateHttp(
  parts: Parts,
  subject: Subject,
  scope: Scope,
): Promise<ExpectationResult> {
  const { response } = subject;
  if (response === undefined) throw new Error('an `http expect` needs a response');
  const fail = (differences: Omit<HttpMismatch, 'kind' | 'excerpt'>): ExpectationResult => {
    const excerpt = readExcerpt(subject.stdout);
    return { ok: false, mismatch: { kind: 'http', ...differences, excerpt } };
  };
  const status = compareStatus(parts.status, response);
  if (status !== undefined) return fail({ status, headers: [] });
  const captures = new Map<string, string>();
  const headers = compareHeaders(parts.headers, response, scope, captures);
  const body = await parts.body?.evaluate(subject, new Map([...scope, ...captures]));
  if (body?.ok === false) return fail({ headers, body: body.mismatch });
  if (headers.length > 0) return fail({ headers });
  return { ok: true, captures: new Map([...captures, ...(body?.captures ?? [])]) };
}
