import type { ProblemSink, Span } from '../problems.ts';
import { bindNames, type FenceNames } from '../text/capture-names.ts';
import { parseSegments } from '../text/parse-segments.ts';
import type { Segment } from '../text/segments.ts';
import type { JsonTemplate, TemplateElement } from './json-template.ts';
import { type JsonNode, parseJson } from './json-text.ts';
import { JSON_TYPES, VALUE_TYPES } from './json-types.ts';

interface Context {
  readonly text: string;
  /** The document's place of a stretch of the text. */
  readonly span: (offset: number, length: number) => Span;
  readonly names: FenceNames;
  readonly sink: ProblemSink;
}

/** Reads the body of a `json expect` fence; `null` and problems when it cannot be used. */
export function parseJsonTemplate(
  text: string,
  span: Context['span'],
  names: FenceNames,
  sink: ProblemSink,
): JsonTemplate | null {
  const parsed = parseJson(text, { template: true });
  if (!parsed.ok) {
    const hint =
      text[parsed.offset] === '<' ? 'a hole stands in a string: `"<<:int>>"`' : undefined;
    sink.add('json-syntax', span(parsed.offset, 0), `this is not JSON: ${parsed.message}`, hint);
    return null;
  }
  const context = { text, span, names, sink };
  const template = readNode(parsed.node, context);
  if (isAbsent(template)) refuseAbsent(parsed.node, context);
  return template;
}

function readNode(node: JsonNode, context: Context): JsonTemplate {
  const { line } = context.span(node.start, 0);
  const keys = new Set<string>();
  const common = { line, source: context.text.slice(node.start, node.end) };
  switch (node.kind) {
    case 'object':
      return {
        ...common,
        kind: 'object',
        entries: node.entries.map(({ key: written, start, value }) => {
          const key = readKey(written, start, context);
          if (keys.has(key)) {
            const message = 'this key stands twice in the same object';
            context.sink.add('json-syntax', context.span(start, written.length + 2), message);
          }
          keys.add(key);
          return { key, value: readNode(value, context) };
        }),
      };
    case 'array':
      return {
        ...common,
        kind: 'array',
        elements: node.items.map((item): TemplateElement => {
          if (item.kind === 'string' && item.value === '<<...>>') return { kind: 'rest', line };
          const element = readNode(item, context);
          if (isAbsent(element)) refuseAbsent(item, context);
          return element;
        }),
      };
    case 'string':
      return { ...common, ...readString(node.value, node, context) };
    default:
      return { ...common, kind: 'constant', node };
  }
}

function readString(
  value: string,
  node: { readonly start: number; readonly end: number },
  context: Context,
): StringTemplate {
  const span = createStringSpan(node, value, context);
  const { names, sink } = context;
  const options = { sink, span, types: JSON_TYPES, elsewhere: new Map<string, string>() };
  const segments = bindNames(parseSegments(value, options), span, names, sink);
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

/** Offsets in a string's value are those of its source as long as no escape stands before. */
function createStringSpan(
  node: { readonly start: number; readonly end: number },
  value: string,
  context: Context,
): (index: number, length: number) => Span {
  return (index, length) => {
    const written = value.slice(index, index + length);
    const found = context.text.indexOf(written, node.start + 1 + index);
    return found >= 0 && found + length < node.end
      ? context.span(found, length)
      : context.span(node.start, node.end - node.start);
  };
}

function refuseValueTypes(
  segments: readonly Segment[],
  span: Context['span'],
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
function readKey(key: string, start: number, context: Context): string {
  const names: FenceNames = { captures: [], references: [] };
  const node = { start, end: start + JSON.stringify(key).length };
  const string = readString(key, node, { ...context, names });
  const literals = string.kind === 'text' ? string.segments : [];
  if (string.kind !== 'text' || literals.some(({ kind }) => kind !== 'literal')) {
    const message = 'a key cannot have holes or references';
    context.sink.add('bad-hole', context.span(start, node.end - start), message);
  }
  return literals.map((s) => (s.kind === 'literal' ? s.text : '')).join('');
}

function isAbsent(template: JsonTemplate): boolean {
  return template.kind === 'hole' && template.hole.type.name === 'absent';
}

function refuseAbsent(node: JsonNode, context: Context): void {
  context.sink.add(
    'bad-hole',
    context.span(node.start, node.end - node.start),
    '`<<:absent>>` can only be the value of a key',
  );
}
