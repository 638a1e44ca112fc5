import type { Origin } from '../attributes.ts';
import { jsonKind } from '../json/json.ts';
import { parseJson } from '../json/json-text.ts';
import { linesKind } from '../lines/lines.ts';
import { splitBody } from '../lines/parse-lines.ts';
import type { CompileResult, ExpectationSource } from '../types.ts';
import type { HeaderPattern } from './response-pattern.ts';

const BODY: Origin = { kind: 'body' };

/**
 * Compiles the body of an `http expect`, which begins at a line of the fence: as JSON if it is
 * meant as that, otherwise line by line. The attributes of the fence are the body's.
 */
export function compileBody(
  source: ExpectationSource,
  bodyLine: number,
  headers: readonly HeaderPattern[],
): CompileResult {
  const body = readBodySource(source, bodyLine, headers);
  return body.kind === 'expect' ? jsonKind.compile(body) : linesKind.compile(body);
}

/** The body of an `http expect` as an expectation of its own. */
export function readBodySource(
  source: ExpectationSource,
  bodyLine: number,
  headers: readonly HeaderPattern[],
): ExpectationSource {
  const lines = splitBody(source.fence.body).slice(bodyLine);
  const body = lines.map((line) => `${line}\n`).join('');
  const fence = { ...source.fence, line: source.fence.line + bodyLine, body };
  return isJson(body, headers)
    ? { ...source, fence, kind: 'expect', lang: 'json', origin: BODY }
    : { ...source, fence, kind: 'stdout', lang: 'stdout', origin: BODY };
}

/**
 * What begins like an object is always meant as JSON, so that a mistake in it is found; what begins
 * like an array only if it is one or the header says so, since `[info] ready` begins like it too.
 */
function isJson(body: string, headers: readonly HeaderPattern[]): boolean {
  const text = body.trim();
  if (!text.startsWith('[')) return text.startsWith('{');
  return headers.some(declaresJson) || parseJson(text, { template: true }).ok;
}

function declaresJson({ name, value }: HeaderPattern): boolean {
  const [first] = value ?? [];
  if (name.toLowerCase() !== 'content-type' || first?.kind !== 'literal') return false;
  return /^application\/(?:[^;\s]+\+)?json\b/i.test(first.text);
}
