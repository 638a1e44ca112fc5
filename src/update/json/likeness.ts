import type { JsonTemplate } from '../../expect/json/json-template.ts';
import { findEntry, type JsonNode } from '../../expect/json/json-text.ts';

/** Whether a template stands for one value only. */
export function isText(template: JsonTemplate): boolean {
  switch (template.kind) {
    case 'constant':
      return true;
    case 'text':
      return template.segments.every(({ kind }) => kind === 'literal');
    case 'object':
      return template.entries.every(({ value }) => isText(value));
    case 'array':
      return template.elements.every((element) => element.kind !== 'rest' && isText(element));
    default:
      return false;
  }
}

/** How much a value looks like the one that a template stands for, from 0 to 1. */
export function measureValues(template: JsonTemplate, node: JsonNode): number {
  if (template.kind === 'object' && node.kind === 'object') {
    const { entries } = template;
    if (entries.length === 0) return 1;
    const found = entries.map(({ key, value }) => {
      const entry = findEntry(node.entries, key);
      return entry === undefined ? 0 : 0.3 + 0.7 * measureValues(value, entry.value);
    });
    return found.reduce((sum, one) => sum + one, 0) / entries.length;
  }
  if (template.kind === 'array' && node.kind === 'array') return 0.6;
  if (template.kind === 'constant' && template.node.kind === node.kind) {
    return isSame(template.node, node) ? 1 : 0.3;
  }
  if (template.kind === 'text' && node.kind === 'string') {
    const [first] = template.segments;
    return first?.kind === 'literal' && first.text === node.value ? 1 : 0.3;
  }
  return template.kind === 'hole' || template.kind === 'back' ? 0.5 : 0;
}

function isSame(a: JsonNode, b: JsonNode): boolean {
  if (a.kind === 'number' && b.kind === 'number') return a.source === b.source;
  return a.kind === 'bool' && b.kind === 'bool' ? a.value === b.value : a.kind === b.kind;
}
