import type { Hole, Segment } from '../text/segments.ts';
import type { JsonNode } from './json-text.ts';

/** What a JSON value is held against. */
export type JsonTemplate = TemplateShape & {
  /** Line of the document. */
  readonly line: number;
};

type TemplateShape =
  /** Anything but a string, an array or an object. */
  | { readonly kind: 'constant'; readonly node: JsonNode }
  | { readonly kind: 'object'; readonly entries: readonly TemplateEntry[] }
  | { readonly kind: 'array'; readonly elements: readonly TemplateElement[] }
  /** A hole that stands for a whole value. */
  | { readonly kind: 'hole'; readonly hole: Hole }
  /** A back-reference that stands for a whole value, of which the text must be equal. */
  | { readonly kind: 'back'; readonly name: string; readonly internal: boolean }
  /** A string, with or without holes. */
  | { readonly kind: 'text'; readonly segments: readonly Segment[] };

export interface TemplateEntry {
  readonly key: string;
  readonly value: JsonTemplate;
}

/** An element of an array; `rest` is `"<<...>>"`, any number of elements. */
export type TemplateElement = { readonly kind: 'rest'; readonly line: number } | JsonTemplate;

/** Whether a template says that its key is not there. */
export function isAbsent(template: JsonTemplate): boolean {
  return template.kind === 'hole' && template.hole.type.name === 'absent';
}

/** Whether a template captures, or holds a value to one that the same fence has captured. */
export function usesCaptures(template: JsonTemplate): boolean {
  switch (template.kind) {
    case 'object':
      return template.entries.some(({ value }) => usesCaptures(value));
    case 'array':
      return template.elements.some((e) => e.kind !== 'rest' && usesCaptures(e));
    case 'hole':
      return template.hole.name !== undefined;
    case 'back':
      return template.internal;
    case 'text':
      return template.segments.some(
        (s) =>
          (s.kind === 'hole' && s.hole.name !== undefined) || (s.kind === 'back' && s.internal),
      );
    case 'constant':
      return false;
  }
}
