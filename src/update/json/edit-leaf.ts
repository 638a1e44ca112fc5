import type { JsonTemplate } from '../../expect/json/json-template.ts';
import type { JsonNode } from '../../expect/json/json-text.ts';
import { generalizeTexts } from '../text/generalize.ts';
import { refitSegments } from '../text/refit.ts';
import type { BodyEdit } from './body-edit.ts';
import type { ValueContext } from './edit-value.ts';
import { isText } from './likeness.ts';
import { writePattern, writeValue } from './write-template.ts';
import { writeYamlValue } from './write-yaml.ts';

/** Replaces a whole value, or the text around the holes of a string. */
export function editLeaf(
  template: JsonTemplate,
  written: JsonNode,
  actual: JsonNode,
  context: ValueContext,
): BodyEdit {
  const { body, format, style } = context;
  const { start, end, lead } = placeOf(written, body);
  if (template.kind === 'text' && !isText(template) && actual.kind === 'string') {
    const names = (name: string): string | undefined =>
      context.bindings.get(name) ?? context.options.scope.get(name);
    const refit = refitSegments(template.segments, actual.value, names);
    if (refit !== null) return { start, end, text: lead + writePattern(refit) };
  }
  const value =
    format === 'YAML'
      ? writeYamlValue(actual, style)
      : writeValue(actual, style, indentAt(body, start));
  const text = lead + value;
  if (!isText(template)) return { start, end, text, givesUp: body.slice(start, end) };
  const pattern = generalizeValue(template, actual);
  if (context.pattern) return { start, end, text: lead + (pattern ?? '"<<:any>>"') };
  return { start, end, text, ...(pattern === undefined ? {} : { pattern: lead + pattern }) };
}

/** The place of a value without what YAML counts to it; `lead` sets one off from its key. */
function placeOf(
  { start, end }: JsonNode,
  body: string,
): { readonly start: number; readonly end: number; readonly lead: string } {
  const text = body.slice(start, end).trimEnd();
  const lead = text === '' && /[:-]$/.test(body.slice(0, start)) ? ' ' : '';
  return { start, end: start + text.length, lead };
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
