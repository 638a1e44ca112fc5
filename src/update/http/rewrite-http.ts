import { readBodySource } from '../../expect/http/body.ts';
import { httpKind } from '../../expect/http/http.ts';
import { parseResponse } from '../../expect/http/parse-response.ts';
import type { HeaderPattern, StatusPattern } from '../../expect/http/response-pattern.ts';
import { createSink } from '../../expect/problems.ts';
import type { ResponseHead } from '../../expect/types.ts';
import { jsonRewriter } from '../json/rewrite-json.ts';
import { joinEdits, type LineEdit } from '../lines/line-edits.ts';
import { linesRewriter } from '../lines/rewrite-lines.ts';
import type { Rewrite, RewriteRequest, Rewriter } from '../types.ts';
import { editHeader } from './edit-header.ts';

/** `http expect`: the values of headers, and the body as JSON or line by line. */
export const httpRewriter: Rewriter = {
  accepts: (source) => httpKind.accepts(source),
  rewrite: rewriteHttp,
};

async function rewriteHttp(request: RewriteRequest): Promise<Rewrite> {
  const { source, subject } = request;
  const { response } = subject;
  const names = { captures: [], references: [] };
  const { status, headers, bodyLine } = parseResponse(source, names, createSink(source.file, []));
  if (response === undefined || status === null) return refuse('there is no response');
  const first = editStatus(status, response, request);
  if (typeof first === 'string') return refuse(first);
  const head = joinEdits([...first, ...editHeaders(headers, response, request)]);
  if (bodyLine === null) return { ok: true, changes: head };
  const body = readBodySource(source, bodyLine, headers);
  const rewriter = body.kind === 'expect' ? jsonRewriter : linesRewriter;
  const rest = await rewriter.rewrite({ ...request, source: body });
  if (!rest.ok) return rest;
  const moved = rest.changes.map((change) => {
    return { ...change, from: change.from + bodyLine, to: change.to + bodyLine };
  });
  return { ok: true, changes: [...head, ...moved] };
}

function refuse(why: string): Rewrite {
  return { ok: false, why };
}

/** The status decides whether the step passes, so it is taken over as an exit code is. */
function editStatus(
  { low, high }: StatusPattern,
  { status, reason }: ResponseHead,
  { acceptExit, source }: RewriteRequest,
): LineEdit[] | string {
  if (status >= low && status <= high) return [];
  const found = `HTTP ${status} ${reason}`.trimEnd();
  if (!acceptExit) return `the status is ${found}, which only \`--accept-exit\` takes over`;
  const line = source.fence.body.split('\n', 1)[0] ?? '';
  const version = /^HTTP\S*/.exec(line)?.[0] ?? 'HTTP';
  const hadReason = /^\S+\s+\S+\s+\S/.test(line);
  const text = `${version} ${status}${hadReason ? ` ${reason}` : ''}`.trimEnd();
  return [{ at: 0, replaces: true, lines: [text] }];
}

function editHeaders(
  headers: readonly HeaderPattern[],
  response: ResponseHead,
  { source, scope }: RewriteRequest,
): LineEdit[] {
  const lines = source.fence.body.split('\n');
  const bindings = new Map<string, string>();
  return headers.flatMap((header) => {
    const at = header.line - source.fence.line - 1;
    const edit = editHeader(header, lines[at] ?? '', response, { source, scope, bindings });
    return edit === null ? [] : [{ at, replaces: true, ...edit }];
  });
}
