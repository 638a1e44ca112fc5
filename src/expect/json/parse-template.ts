import type { ProblemSink } from '../problems.ts';
import { bindNames, type FenceNames, type SegmentSpan } from '../text/capture-names.ts';
import type { HoleType } from '../text/hole-types.ts';
import { parseSegments } from '../text/parse-segments.ts';
import type { Segment } from '../text/segments.ts';
import { isAbsent, type JsonTemplate, type TemplateElement } from './json-template.ts';
import { type JsonNode, parseJson } from './json-text.ts';
import { JSON_TYPES, VALUE_TYPES } from './json-types.ts';
import type { ValueFormat } from './read-value.ts';
import { refuseJson } from './refuse-value.ts';
import { parseYaml } from './yaml-text.ts';

/** A template's text and what is to be known about it. */
export interface TemplateText {
  readonly text: string;
  readonly format: ValueFormat;
  /** The document's place of a stretch of the text. */
  readonly span: SegmentSpan;
  readonly names: FenceNames;
  readonly sink: ProblemSink;
  /** The document's own types of holes. */
  readonly types: ReadonlyMap<string, HoleType>;
  /** Whether the value itself may be absent, which a path can find it to be. */
  readonly mayBeAbsent: boolean;
}

interface Context extends TemplateText {
  /** Every type of holes. */
  readonly known: ReadonlyMap<string, HoleType>;
}

/** Holes and references that YAML reads as something else. */
const MISREAD = /[[{,]\s*\$\{|[@`*&!%]<<|<<[^>\n]*(?:: | #)/;

/** Reads a template; `null` and problems when it cannot be used. */
export function parseTemplate(template: TemplateText): JsonTemplate | null {
  const node = template.format === 'JSON' ? readJson(template) : readYaml(template);
  if (node === null) return null;
  const context = { ...template, known: new Map([...JSON_TYPES, ...template.types]) };
  const read = readNode(node, context);
  if (isAbsent(read) && !template.mayBeAbsent) refuseAbsent(node, context);
  return read;
}

function readJson({ text, span, sink }: TemplateText): JsonNode | null {
  const parsed = parseJson(text, { template: true });
  if (parsed.ok) return parsed.node;
  const { offset, message } = parsed;
  const hint = text[offset] === '<' ? 'a hole stands in a string: `"<<:int>>"`' : undefined;
  sink.add('json-syntax', span(offset, 0), `this is not JSON: ${message}`, hint);
  return null;
}

function readYaml({ text, span, sink }: TemplateText): JsonNode | null {
  const parsed = parseYaml(text, { template: true });
  if (parsed.ok) return parsed.node;
  for (const { offset, message } of parsed.faults) {
    const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? '';
    const hint = MISREAD.test(line)
      ? 'put a hole or a reference that YAML reads otherwise in quotation marks'
      : undefined;
    sink.add('yaml-syntax', span(offset, 0), `this is not YAML: ${message}`, hint);
  }
  return null;
}

function readNode(node: JsonNode, context: Context): JsonTemplate {
  const { line } = context.span(node.start, 0);
  switch (node.kind) {
    case 'object':
      return { line, kind: 'object', entries: readEntries(node, context) };
    case 'array':
      return {
        line,
        kind: 'array',
        elements: node.items.map((item): TemplateElement => {
          if (item.kind === 'string' && item.value === '<<...>>') {
            return { kind: 'rest', line: context.span(item.start, 0).line };
          }
          const element = readNode(item, context);
          if (isAbsent(element)) refuseAbsent(item, context);
          return element;
        }),
      };
    case 'string':
      return { line, ...readString(node.value, node, context) };
    default:
      return { line, kind: 'constant', node };
  }
}

function readEntries(
  { entries }: Extract<JsonNode, { kind: 'object' }>,
  context: Context,
): Extract<JsonTemplate, { kind: 'object' }>['entries'] {
  const keys = new Set<string>();
  return entries.map(({ key: written, start, value }) => {
    const end = start + lengthOfKey(written, context.text[start]);
    const key = readKey(written, { start, end }, context);
    if (keys.has(key)) {
      const message = 'this key stands twice in the same object';
      context.sink.add('json-syntax', context.span(start, end - start), message);
    }
    keys.add(key);
    return { key, value: readNode(value, context) };
  });
}

function lengthOfKey(key: string, first: string | undefined): number {
  return first === '"' || first === "'" ? JSON.stringify(key).length : key.length;
}

type Stretch = Pick<JsonNode, 'start' | 'end'>;

function readString(value: string, node: Stretch, context: Context): StringTemplate {
  const span = createStringSpan(node, value, context);
  const { names, sink, known: types } = context;
  const options = { sink, span, types, elsewhere: new Map<string, string>() };
  const parsed = parseSegments(value, options);
  const refuse = parsed.length === 1 ? refuseJson : undefined;
  const segments = bindNames(parsed, span, names, sink, refuse);
  const [only] = segments;
  if (segments.length === 1 && only?.kind === 'back') {
    return { kind: 'back', name: only.name, internal: only.internal };
  }
  if (segments.length === 1 && only?.kind === 'hole') {
    const { hole, index } = only;
    if (hole.type.name === 'absent' && hole.name !== undefined) {
      sink.add('bad-hole', span(index, hole.source.length), 'what is absent cannot be captured');
    }
    return { kind: 'hole', hole };
  }
  refuseValueTypes(segments, span, sink);
  return { kind: 'text', segments };
}

type StringTemplate =
  | Pick<Extract<JsonTemplate, { kind: 'hole' }>, 'kind' | 'hole'>
  | Pick<Extract<JsonTemplate, { kind: 'back' }>, 'kind' | 'name' | 'internal'>
  | Pick<Extract<JsonTemplate, { kind: 'text' }>, 'kind' | 'segments'>;

/** Offsets in a string's value are about those of its source; escapes before it move it on. */
function createStringSpan(node: Stretch, value: string, context: Context): SegmentSpan {
  return (index, length) => {
    const written = value.slice(index, index + length);
    const found = context.text.indexOf(written, node.start + index);
    return found >= 0 && found + length <= node.end
      ? context.span(found, length)
      : context.span(node.start, node.end - node.start);
  };
}

function refuseValueTypes(
  segments: readonly Segment[],
  span: SegmentSpan,
  sink: ProblemSink,
): void {
  for (const segment of segments) {
    if (segment.kind !== 'hole' || !VALUE_TYPES.includes(segment.hole.type.name)) continue;
    sink.add(
      'bad-hole',
      span(segment.index, segment.hole.source.length),
      `\`${segment.hole.source}\` can only stand for a whole value`,
      'a part of a string is `<<...>>` or a type of text',
    );
  }
}

/** Keys are text: `\<<` is unescaped, holes and references are refused. */
function readKey(key: string, place: Stretch, context: Context): string {
  const names: FenceNames = { captures: [], references: [] };
  const string = readString(key, place, { ...context, names });
  const literals = string.kind === 'text' ? string.segments : [];
  if (string.kind !== 'text' || literals.some(({ kind }) => kind !== 'literal')) {
    const message = 'a key cannot have holes or references';
    context.sink.add('bad-hole', context.span(place.start, place.end - place.start), message);
  }
  return literals.map((s) => (s.kind === 'literal' ? s.text : '')).join('');
}

function refuseAbsent(node: JsonNode, context: Context): void {
  context.sink.add(
    'bad-hole',
    context.span(node.start, node.end - node.start),
    '`<<:absent>>` can only be the value of a key',
  );
}
