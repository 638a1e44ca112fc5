import type { JsonTemplate } from '../../expect/json/json-template.ts';
import type { JsonNode } from '../../expect/json/json-text.ts';
import { generalizeTexts } from '../text/generalize.ts';
import { refitSegments } from '../text/refit.ts';
import type { ValueContext } from './edit-value.ts';
import { isText } from './likeness.ts';
import type { BodyEdit } from './text-edits.ts';
import { writePattern, writeValue } from './write-template.ts';

/** Replaces a whole value, or the text around the holes of a string. */
export function editLeaf(
  template: JsonTemplate,
  { start, end }: JsonNode,
  actual: JsonNode,
  context: ValueContext,
): BodyEdit {
  if (template.kind === 'text' && !isText(template) && actual.kind === 'string') {
    const names = (name: string): string | undefined =>
      context.bindings.get(name) ?? context.scope.get(name);
    const refit = refitSegments(template.segments, actual.value, names);
    if (refit !== null) return { start, end, text: writePattern(refit) };
  }
  const text = writeValue(actual, context.style, indentAt(context.body, start));
  if (!isText(template)) return { start, end, text, givesUp: template.source };
  const pattern = generalizeValue(template, actual);
  if (context.pattern) return { start, end, text: pattern ?? '"<<:any>>"' };
  return { start, end, text, ...(pattern === undefined ? {} : { pattern }) };
}

/** The indentation of a line of a body that has several; `null` for one that is one line. */
export function indentAt(body: string, offset: number): string | null {
  if (!body.trimEnd().includes('\n')) return null;
  const start = body.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(body.slice(start))?.[0] ?? '';
}

/** A hole that stands for the old value and the new one. */
function generalizeValue(template: JsonTemplate, actual: JsonNode): string | undefined {
  if (template.kind === 'text' && actual.kind === 'string') {
    const before = template.segments.map((s) => (s.kind === 'literal' ? s.text : '')).join('');
    const source = generalizeTexts(before, actual.value);
    const [whole] = /^<<:(?:int|number|bool)>>$/.exec(source ?? '') ?? [];
    return source === null || whole !== undefined ? '"<<:string>>"' : writePattern(source);
  }
  if (template.kind !== 'constant') return undefined;
  const { node } = template;
  if (node.kind === 'number' && actual.kind === 'number') {
    const isInt = [node, actual].every(({ source }) => /^-?\d+$/.test(source));
    return isInt ? '"<<:int>>"' : '"<<:number>>"';
  }
  return node.kind === 'bool' && actual.kind === 'bool' ? '"<<:bool>>"' : undefined;
}
