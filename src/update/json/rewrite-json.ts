import { jsonKind, readValuePlan, type ValuePlan } from '../../expect/json/json.ts';
import { type JsonNode, parseJson } from '../../expect/json/json-text.ts';
import { readValue, type ValueFormat } from '../../expect/json/read-value.ts';
import { parseYaml } from '../../expect/json/yaml-text.ts';
import { findValue } from '../../expect/json-path/find-value.ts';
import { openOrigin } from '../../expect/origin.ts';
import type { Rewrite, RewriteRequest, Rewriter } from '../types.ts';
import { NoEditError } from './body-edit.ts';
import { editValue } from './edit-value.ts';
import { toLineChanges } from './text-edits.ts';
import { readStyle } from './write-template.ts';

/** `json expect` and `yaml expect`: the smallest edits by path. */
export const jsonRewriter: Rewriter = {
  accepts: (source) => jsonKind.accepts(source),
  rewrite: rewriteJson,
};

async function rewriteJson(request: RewriteRequest): Promise<Rewrite> {
  const { source, subject, scope } = request;
  const plan = readValuePlan(source);
  const written = plan && readWritten(source.fence.body, plan.value.format);
  if (plan === null || written === null) return refuse('the fence cannot be read');
  const opened = await openOrigin(plan.origin, subject, scope);
  if (!opened.ok) return refuse(opened.message);
  const read = readValue(opened.view, plan.value.format);
  if (!read.ok) return refuse(`${opened.name} ${read.message}`);
  return rewriteValue(plan, written, read.node, request);
}

function refuse(why: string): Rewrite {
  return { ok: false, why };
}

/** The body as it is written, with its places. */
function readWritten(body: string, format: ValueFormat): JsonNode | null {
  const parsed =
    format === 'JSON' ? parseJson(body, { template: true }) : parseYaml(body, { template: true });
  return parsed.ok ? parsed.node : null;
}

function rewriteValue(
  { value: { template, format, path, exact } }: ValuePlan,
  written: JsonNode,
  root: JsonNode,
  { source: { fence }, scope, pattern }: RewriteRequest,
): Rewrite {
  const found = path && findValue(path, root);
  if (found?.kind === 'absent') return refuse(`there is nothing at \`${path?.source}\``);
  if (found && found.kind !== 'value') return refuse(`the path ${found.message}`);
  const { body } = fence;
  try {
    const edits = editValue(template, written, found?.node ?? root, {
      body,
      format,
      style: readStyle(body, format),
      options: { scope, exact },
      bindings: new Map(),
      pattern,
    });
    return { ok: true, changes: toLineChanges(body, edits) };
  } catch (error) {
    if (error instanceof NoEditError) return refuse(error.message);
    throw error;
  }
}
