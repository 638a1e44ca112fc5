import { readText } from '../text/normalize.ts';
import type { OutputView } from '../types.ts';
import { type JsonNode, parseJson } from './json-text.ts';

export type JsonStream =
  | { readonly ok: true; readonly node: JsonNode; readonly text: string }
  | { readonly ok: false; readonly message: string };

const MAX_MEBIBYTES = 64;

/** Reads a stream that must be one JSON text; otherwise the message says why it is none. */
export function readJsonStream(view: OutputView): JsonStream {
  const text = readText(view, MAX_MEBIBYTES * 1024 * 1024);
  if (text === null) {
    return { ok: false, message: `it is larger than ${MAX_MEBIBYTES} MiB` };
  }
  if (text.trim() === '') return { ok: false, message: 'nothing was printed' };
  const json = text.replace(/^\uFEFF/, '');
  const parsed = parseJson(json);
  if (parsed.ok) return { ok: true, node: parsed.node, text: json };
  const before = json.slice(0, parsed.offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  return { ok: false, message: `${parsed.message} at ${place}` };
}
