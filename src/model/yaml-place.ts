import type { YAMLParseError } from 'yaml';
import type { Position } from '../document/types.ts';
import { yaml } from '../libraries/yaml.ts';

/** A value or a key of a YAML text, as a place in the document that the text is part of. */
export interface Place {
  readonly position: Position;
  /** As written, shortened to its first line; empty when nothing is written there. */
  readonly text: string;
}

/** A YAML text whose scalars are all text, and which knows where everything is. */
export interface LocatedYaml {
  readonly faults: readonly (Place & { readonly message: string })[];
  /** The value at a key of the top level, as plain data; `undefined` when it is not there. */
  read(key: string): unknown;
  /** Where the value at a path is; the nearest one around it when it has no place of its own. */
  findValue(path: readonly PropertyKey[]): Place;
  /** Where the key at the end of a path is. */
  findKey(path: readonly PropertyKey[]): Place;
}

const NOTHING = /^(?:|~|null|Null|NULL)$/;

/**
 * Parses YAML without giving scalars a type: `1.10` stays `1.10`, and `null`, `~` and nothing at
 * all become `null`.
 *
 * @param firstLine the document line on which the text begins
 */
export function parseLocatedYaml(text: string, firstLine: number): LocatedYaml {
  const lineCounter = new (yaml().LineCounter)();
  const document = yaml().parseDocument(text, {
    lineCounter,
    schema: 'failsafe',
    prettyErrors: false,
  });
  yaml().visit(document, {
    Scalar(key, node) {
      if (key === 'key' || node.type !== 'PLAIN') return;
      if (NOTHING.test(String(node.value))) node.value = null;
    },
  });
  const place = (start: number, end: number): Place => {
    const { line, col } = lineCounter.linePos(start);
    const position = { line: firstLine + Math.max(line, 1) - 1, column: Math.max(col, 1) };
    return { position, text: text.slice(start, end).split('\n', 1)[0]?.trimEnd() ?? '' };
  };
  const findValue = (path: readonly PropertyKey[]): Place => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    if (yaml().isNode(node) && node.range) return place(node.range[0], node.range[1]);
    return path.length === 0 ? place(0, 0) : findValue(path.slice(0, -1));
  };
  return {
    faults: document.errors.map((error) => ({
      ...place(...error.pos),
      message: describeYamlError(error, text),
    })),
    read(key) {
      const node = yaml().isMap(document.contents) ? document.get(key, true) : undefined;
      return yaml().isNode(node) ? node.toJS(document, { maxAliasCount: 100 }) : node;
    },
    findValue,
    findKey(path) {
      const parent = path.length < 2 ? document.contents : document.getIn(path.slice(0, -1), true);
      const name = String(path.at(-1));
      const pair = yaml().isMap(parent)
        ? parent.items.find(({ key }) => yaml().isScalar(key) && String(key.value) === name)
        : undefined;
      if (yaml().isScalar(pair?.key) && pair.key.range)
        return place(pair.key.range[0], pair.key.range[1]);
      return yaml().isCollection(parent) ? findValue(path.slice(0, -1)) : findValue(path);
    },
  };
}

/** The parser's account of an error, with the key that is given twice. */
export function describeYamlError(error: YAMLParseError, text: string): string {
  if (error.code !== 'DUPLICATE_KEY') {
    return error.message.charAt(0).toLowerCase() + error.message.slice(1);
  }
  const key = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s:]+)/.exec(text.slice(error.pos[0]))?.[0] ?? '';
  return `the key \`${key}\` is given twice`;
}
