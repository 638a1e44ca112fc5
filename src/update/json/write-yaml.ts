import type { JsonNode } from '../../expect/json/json-text.ts';
import { yaml } from '../../libraries/yaml.ts';
import { type JsonStyle, writeValue } from './write-template.ts';

/** Text that is read the same with quotation marks and without, wherever it stands. */
const PLAIN = /^[A-Za-z0-9/][A-Za-z0-9 ._/+-]*$/;

/** A value as the body of a `yaml expect` has it: what is no plain text is written as in JSON. */
export function writeYamlValue(node: JsonNode, style: JsonStyle): string {
  if (node.kind !== 'string') return writeValue(node, style, null);
  return writeYamlText(node.value) ?? writeValue(node, style, null);
}

/** A text without quotation marks; `null` when it needs them. */
function writeYamlText(text: string): string | null {
  if (!PLAIN.test(text) || text.endsWith(' ')) return null;
  // A number, a date or `yes` would be read as something else by this program or another.
  const written = yaml().stringify(text, { lineWidth: 0 }).trimEnd();
  return written === text ? text : null;
}
