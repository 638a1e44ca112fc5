import { readJsonStream } from '../../expect/json/json-stream.ts';
import type { JsonTemplate } from '../../expect/json/json-template.ts';
import { type JsonNode, parseJson } from '../../expect/json/json-text.ts';
import { parseJsonTemplate } from '../../expect/json/parse-json-template.ts';
import { createSink } from '../../expect/problems.ts';
import type { ExpectationSource } from '../../expect/types.ts';
import type { Rewrite, RewriteRequest, Rewriter } from '../types.ts';
import { editValue } from './edit-value.ts';
import { toLineChanges } from './text-edits.ts';
import { readStyle } from './write-template.ts';

/** `json expect`: the smallest edits by path. */
export const jsonRewriter: Rewriter = {
  accepts: ({ kind, lang }) => kind === 'expect' && lang === 'json',
  rewrite: async (request) => rewriteJson(request),
};

function rewriteJson(request: RewriteRequest): Rewrite {
  const { source, subject, scope } = request;
  const read = readJsonStream(subject.stdout);
  if (!read.ok) return { ok: false, why: `stdout is not JSON: ${read.message}` };
  const { body } = source.fence;
  const parsed = readBody(source);
  if (parsed === null) return { ok: false, why: 'the fence cannot be read' };
  const edits = editValue(parsed.template, parsed.written, read.node, {
    body,
    style: readStyle(body),
    scope,
    bindings: new Map(),
    pattern: request.pattern,
  });
  return { ok: true, changes: toLineChanges(body, edits) };
}

interface ReadBody {
  readonly template: JsonTemplate;
  /** The same as it is written, with its places. */
  readonly written: JsonNode;
}

function readBody({ file, fence }: ExpectationSource): ReadBody | null {
  const parsed = parseJson(fence.body, { template: true });
  const template = parseJsonTemplate(
    fence.body,
    () => ({ line: fence.line, column: 1, length: 0 }),
    { captures: [], references: [] },
    createSink(file, []),
  );
  return parsed.ok && template !== null ? { template, written: parsed.node } : null;
}
