import type { Document, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { yaml } from '../../libraries/yaml.ts';
import type { JsonEntry, JsonNode } from './json-text.ts';
import { writeJson } from './json-values.ts';
import { toJsonNumber } from './yaml-number.ts';
import type { YamlFault } from './yaml-text.ts';

const MAX_DEPTH = 500;
/** Values that aliases stand for; a few lines of aliases of aliases can be billions. */
const MAX_ALIASED = 1_000_000;
const CORE_TAG = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;

/** How large a value is with everything that its aliases stand for. */
interface Extent {
  readonly size: number;
  readonly depth: number;
}

/** Makes the values that JSON has of the documents of a YAML text. */
export class YamlReader {
  readonly faults: YamlFault[] = [];
  readonly #text: string;
  readonly #template: boolean;
  readonly #extents = new Map<JsonNode, Extent>();
  #anchors = new Map<string, JsonNode>();
  #aliased = 0;

  /** @param template whether what cannot be compared is a fault */
  constructor(text: string, template: boolean) {
    this.#text = text;
    this.#template = template;
  }

  readDocument({ contents, range }: Document.Parsed): JsonNode {
    this.#anchors = new Map();
    return contents === null ? toNull(range[0]) : this.#read(contents, 0);
  }

  #read(node: ParsedNode, depth: number): JsonNode {
    const [start, end] = node.range;
    if (yaml().isAlias(node)) return this.#follow(node.source, start, depth);
    if (depth > MAX_DEPTH) {
      return this.#fail(start, `nested more than ${MAX_DEPTH} levels deep`);
    }
    this.#checkTag(node.tag, start);
    const value = yaml().isMap(node)
      ? this.#readMap(node, depth)
      : yaml().isSeq(node)
        ? this.#readSeq(node.items, start, end, depth)
        : readScalar(node, this.#text);
    // Extents matter to aliases only, which need an anchor.
    if (node.anchor !== undefined) {
      this.#anchors.set(node.anchor, value);
      this.#extents.set(value, this.#measure(value));
    }
    return value;
  }

  #readSeq(items: readonly unknown[], start: number, end: number, depth: number): JsonNode {
    const nodes = items as readonly ParsedNode[];
    return { kind: 'array', items: nodes.map((item) => this.#read(item, depth + 1)), start, end };
  }

  #readMap(map: YAMLMap.Parsed, depth: number): JsonNode {
    const [start, end] = map.range;
    const entries: JsonEntry[] = [];
    const merged: JsonEntry[] = [];
    const keys = new Set<string>();
    for (const pair of map.items) {
      const at = pair.key.range[0];
      const key = this.#readKey(pair.key, depth);
      const value = pair.value === null ? toNull(at) : this.#read(pair.value, depth + 1);
      const bases = isMergeKey(pair.key) ? listMerged(value) : [];
      for (const base of bases) for (const entry of base.entries) merged.push(entry);
      if (bases.length > 0) continue;
      if (keys.has(key)) this.#fail(at, `the key \`${key}\` stands twice in the same map`);
      keys.add(key);
      entries.push({ key, start: at, value });
    }
    // Keys of the map itself come before merged ones, and those of an earlier map before later ones.
    for (const entry of merged) {
      if (keys.has(entry.key)) continue;
      keys.add(entry.key);
      entries.push(entry);
    }
    return { kind: 'object', entries, start, end };
  }

  /** Keys of JSON are text: scalars as they are written, everything else as JSON. */
  #readKey(key: ParsedNode, depth: number): string {
    const value = this.#read(key, depth + 1);
    if (yaml().isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? '');
    if (value.kind === 'string') return value.value;
    if (this.#template)
      this.#fail(key.range[0], 'a key that is a list or a map cannot be compared');
    return writeJson(value);
  }

  #follow(name: string, at: number, depth: number): JsonNode {
    const target = this.#anchors.get(name);
    if (target === undefined)
      return this.#fail(at, `no anchor \`&${name}\` ends before this alias`);
    const { size, depth: inside } = this.#extents.get(target) ?? { size: 1, depth: 1 };
    this.#aliased += size;
    if (this.#aliased > MAX_ALIASED) {
      return this.#fail(
        at,
        `its aliases stand for more than ${MAX_ALIASED.toLocaleString('en-US')} values`,
      );
    }
    if (depth + inside > MAX_DEPTH) {
      return this.#fail(at, `nested more than ${MAX_DEPTH} levels deep`);
    }
    return target;
  }

  #measure(node: JsonNode): Extent {
    const known = this.#extents.get(node);
    if (known) return known;
    let size = 1;
    let depth = 0;
    for (const child of childrenOf(node)) {
      const extent = this.#measure(child);
      size += extent.size;
      depth = Math.max(depth, extent.depth);
    }
    return { size, depth: depth + 1 };
  }

  #checkTag(tag: string | undefined, at: number): void {
    if (tag === undefined || CORE_TAG.test(tag) || !this.#template) return;
    this.#fail(at, `the tag \`${tag}\` cannot be compared`);
  }

  /** Takes note of the first fault of a kind that would otherwise repeat itself. */
  #fail(offset: number, message: string): JsonNode {
    if (!this.faults.some((fault) => fault.message === message)) {
      this.faults.push({ offset, message });
    }
    return toNull(offset);
  }
}

function isMergeKey(key: ParsedNode): boolean {
  return yaml().isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

/** The maps of `<<: *base` and `<<: [*a, *b]`, as most programs read them; none of other values. */
function listMerged(value: JsonNode): readonly Extract<JsonNode, { kind: 'object' }>[] {
  const maps = value.kind === 'array' ? value.items : [value];
  const objects = maps.filter((map) => map.kind === 'object');
  return objects.length === maps.length ? objects : [];
}

function readScalar(node: Scalar.Parsed, text: string): JsonNode {
  const [start, end] = node.range;
  const place = { start, end };
  const { value } = node;
  if (typeof value === 'string') return { kind: 'string', value, ...place };
  if (typeof value === 'boolean') return { kind: 'bool', value, ...place };
  if (typeof value === 'number' || typeof value === 'bigint') {
    return {
      kind: 'number',
      source: toJsonNumber(node.source ?? text.slice(start, end)),
      ...place,
    };
  }
  return { kind: 'null', ...place };
}

function toNull(offset: number): JsonNode {
  return { kind: 'null', start: offset, end: offset };
}

function childrenOf(node: JsonNode): readonly JsonNode[] {
  if (node.kind === 'array') return node.items;
  return node.kind === 'object' ? node.entries.map(({ value }) => value) : [];
}
