import type { ErrorCode } from 'yaml';
import { yaml } from '../../libraries/yaml.ts';
import type { JsonNode } from './json-text.ts';
import { YamlReader } from './yaml-reader.ts';

export interface YamlOptions {
  /** Accepts `\<` and `\$` in double quotes, and refuses what cannot be compared. */
  readonly template?: boolean;
}

export type ParsedYaml =
  | { readonly ok: true; readonly node: JsonNode }
  | { readonly ok: false; readonly faults: readonly YamlFault[] };

/** What is wrong at an offset of a text. */
export interface YamlFault {
  readonly offset: number;
  readonly message: string;
}

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'an alias that is not well formed',
  RESOURCE_EXHAUSTION: 'it is nested too deep',
};

/**
 * Parses YAML 1.2 by its core schema to the values that JSON has: numbers keep their digits, dates
 * are text. A text of several documents is the array of them.
 */
export function parseYaml(text: string, options: YamlOptions = {}): ParsedYaml {
  const documents = yaml().parseAllDocuments(text, {
    schema: 'core',
    version: '1.2',
    // Both are done by the reader, which is not slow on wide maps and knows how large aliases are.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (documents.length === 0) {
    if (options.template) return { ok: false, faults: [{ offset: 0, message: 'it has no value' }] };
    return { ok: true, node: { kind: 'null', start: 0, end: 0 } };
  }
  const faults = documents
    .flatMap(({ errors }) => errors)
    .filter(({ code, pos }) => !options.template || !isOwnEscape(code, text, pos[0]))
    .map(({ code, message, pos }) => ({
      offset: pos[0],
      message: MESSAGES[code] ?? message.charAt(0).toLowerCase() + message.slice(1),
    }));
  if (faults.length > 0) return { ok: false, faults: faults.slice(0, 1) };
  const reader = new YamlReader(text, options.template === true);
  const items = documents.map((document) => reader.readDocument(document));
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  const [only] = items;
  if (items.length === 1 && only) return { ok: true, node: only };
  return { ok: true, node: { kind: 'array', items, start: 0, end: text.length } };
}

/** `\<` and `\$`, which YAML does not have; the parser leaves them as they are. */
function isOwnEscape(code: ErrorCode, text: string, offset: number): boolean {
  return code === 'BAD_DQ_ESCAPE' && /^\\[<$]/.test(text.slice(offset, offset + 2));
}
