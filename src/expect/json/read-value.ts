import { readText } from '../text/normalize.ts';
import type { OutputView } from '../types.ts';
import { type JsonNode, parseJson } from './json-text.ts';
import { parseYaml } from './yaml-text.ts';

/** The language of a value. */
export type ValueFormat = 'JSON' | 'YAML';

export type ReadValue =
  | { readonly ok: true; readonly node: JsonNode }
  /** `message` completes a sentence about what was read: `is not JSON: …`. */
  | { readonly ok: false; readonly message: string };

const MAX_MEBIBYTES = 64;
/** YAML takes a second and some 130 MB of memory for each. */
const MAX_YAML_MEBIBYTES = 4;

/** Reads what must be one value; JSON is YAML as well. */
export function readValue(view: OutputView, format: ValueFormat): ReadValue {
  const text = readText(view, MAX_MEBIBYTES * 1024 * 1024)?.replace(/^\uFEFF/, '');
  if (text === undefined) return tooLarge(MAX_MEBIBYTES);
  if (text.trim() === '') return { ok: false, message: `is not ${format}: it is empty` };
  if (format === 'JSON' || /^\s*[{["]/.test(text)) {
    const parsed = parseJson(text);
    if (parsed.ok) return { ok: true, node: parsed.node };
    if (format === 'JSON') return refuse(format, parsed, text);
  }
  if (text.length > MAX_YAML_MEBIBYTES * 1024 * 1024) {
    return { ok: false, message: `is YAML of more than ${MAX_YAML_MEBIBYTES} MiB` };
  }
  const parsed = parseYaml(text);
  if (parsed.ok) return parsed;
  const [fault] = parsed.faults;
  return refuse(format, fault ?? { offset: 0, message: 'it cannot be read' }, text);
}

function tooLarge(mebibytes: number): ReadValue {
  return { ok: false, message: `is larger than ${mebibytes} MiB` };
}

function refuse(
  format: ValueFormat,
  { offset, message }: { readonly offset: number; readonly message: string },
  text: string,
): ReadValue {
  const before = text.slice(0, offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  return { ok: false, message: `is not ${format}: ${message} at ${place}` };
}
