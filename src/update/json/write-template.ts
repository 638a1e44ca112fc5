import type { JsonNode } from '../../expect/json/json-text.ts';
import type { ValueFormat } from '../../expect/json/read-value.ts';
import { escapeText } from '../text/escape-text.ts';

/** Values that fit on a line of this length are written on one. */
const LINE_LENGTH = 72;

/** How values are written: as those around them. */
export interface JsonStyle {
  /** After a comma and a colon: a blank, or nothing. */
  readonly gap: string;
  /** One level of indentation. */
  readonly unit: string;
}

/** The style of a body of JSON. */
export function readStyle(body: string, format: ValueFormat): JsonStyle {
  const unit = /\n([ \t]+)\S/.exec(body)?.[1] ?? '  ';
  // In YAML a colon without a blank is a part of the key.
  return { gap: format === 'JSON' && /"\s*:\S/.test(body) ? '' : ' ', unit };
}

/**
 * A value as the body of an expectation has it, in which no string is read as a pattern.
 *
 * @param indent of the line on which it begins; `null` to write everything on one line
 */
export function writeValue(node: JsonNode, style: JsonStyle, indent: string | null): string {
  const line = writeLine(node, style);
  if (indent === null || line.length <= LINE_LENGTH) return line;
  const inner = indent + style.unit;
  const wrap = (open: string, parts: readonly string[], close: string): string =>
    parts.length === 0
      ? open + close
      : `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
  if (node.kind === 'array') {
    return wrap(
      '[',
      node.items.map((item) => writeValue(item, style, inner)),
      ']',
    );
  }
  if (node.kind !== 'object') return line;
  return wrap(
    '{',
    node.entries.map(
      ({ key, value }) => `${writeText(key)}:${style.gap}${writeValue(value, style, inner)}`,
    ),
    '}',
  );
}

function writeLine(node: JsonNode, style: JsonStyle): string {
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.source;
    case 'string':
      return writeText(node.value);
    case 'array':
      return `[${node.items.map((item) => writeLine(item, style)).join(`,${style.gap}`)}]`;
    case 'object':
      return `{${node.entries
        .map(({ key, value }) => `${writeText(key)}:${style.gap}${writeLine(value, style)}`)
        .join(`,${style.gap}`)}}`;
  }
}

/** A string that stands for this text. */
export function writeText(text: string): string {
  return writePattern(escapeText(text));
}

/** A string with holes, from the text that is read for them. */
export function writePattern(source: string): string {
  return JSON.stringify(source)
    .replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (char) => {
      return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
    })
    .replace(/\\\\(?=<<|\$\{)/g, '\\');
}
