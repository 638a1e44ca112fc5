import { onlyClosest, type ProblemSink, type Span, suggestName } from '../problems.ts';
import { type Constraint, parseConstraint } from './constraints.ts';
import { ESCAPE_FORMS, ESCAPE_SOURCE, readEscape } from './escapes.ts';
import { ANY_TYPE, type HoleType } from './hole-types.ts';
import type { Segment } from './segments.ts';

/** Where a text with holes stands, and what may be in it. */
export interface SegmentContext {
  readonly sink: ProblemSink;
  /** The document's place of `length` characters from offset `index` of the text. */
  readonly span: (index: number, length: number) => Span;
  readonly types: ReadonlyMap<string, HoleType>;
  /** Types that exist elsewhere, with what to say about them here. */
  readonly elsewhere: ReadonlyMap<string, string>;
  /** Whether `\t` and the like are read as well. */
  readonly escapes?: boolean;
}

/** `\<<`, `\${`, `${name}`, and whatever stands in `<<` and `>>` without a blank after `<<`. */
const PLAIN_TOKEN = /\\(<<|\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|<<(?!\s)((?:(?!<<|>>).)+)>>/gs;
/** The same, and escapes. */
const ESCAPED_TOKEN = new RegExp(`${PLAIN_TOKEN.source}|(${ESCAPE_SOURCE})`, 'gs');
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Reads a text with holes, escapes and references. Problems go to the context's sink. */
export function parseSegments(text: string, context: SegmentContext): Segment[] {
  const segments: Segment[] = [];
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(context.escapes ? ESCAPED_TOKEN : PLAIN_TOKEN)) {
    const [source, escaped, reference, hole, written] = match;
    literal += text.slice(end, match.index) + (escaped ?? '');
    end = match.index + source.length;
    if (written !== undefined) literal += parseEscape(written, match.index, context);
    if (escaped !== undefined || written !== undefined) continue;
    if (literal !== '') segments.push({ kind: 'literal', text: literal });
    literal = '';
    const place = { source, index: match.index };
    const segment: Segment | null =
      reference !== undefined
        ? { kind: 'reference', name: reference, ...place, internal: false }
        : parseHole(hole ?? '', place, context);
    if (segment !== null) segments.push(segment);
  }
  literal += text.slice(end);
  if (literal !== '') segments.push({ kind: 'literal', text: literal });
  return segments;
}

function parseEscape(source: string, index: number, context: SegmentContext): string {
  const text = readEscape(source);
  if (text !== null) return text;
  const span = context.span(index, source.length);
  context.sink.add('bad-escape', span, `\`${source}\` is no escape`, `escapes are ${ESCAPE_FORMS}`);
  return '';
}

interface Place {
  readonly source: string;
  readonly index: number;
}

function parseHole(inner: string, place: Place, context: SegmentContext): Segment | null {
  const { source, index } = place;
  if (inner === '...') return { kind: 'hole', hole: { source, type: ANY_TYPE }, index };
  if (NAME.test(inner)) return { kind: 'back', name: inner, source, index, internal: false };
  const match = /^([^:\s]*):(\S+)(?:\s+(\S.*?))?\s*$/s.exec(inner);
  const span = context.span(index, source.length);
  if (!match) {
    context.sink.add(
      'bad-hole',
      span,
      `\`${source}\` is not a hole`,
      'holes are `<<...>>`, `<<:type>>`, `<<name:type>>` and `<<name>>`; write `\\<<` for the text `<<`',
    );
    return null;
  }
  const [, name = '', typeName = '', constraintText] = match;
  if (name !== '' && !NAME.test(name)) {
    const message = `\`${name}\` cannot be the name of a capture`;
    context.sink.add('bad-hole', span, message, 'a name has letters, digits and `_`');
    return null;
  }
  const type = findType(typeName, source, span, context);
  if (type === null) return null;
  const constraint = readConstraint(type, constraintText, span, context);
  if (constraint === null) return null;
  const hole = {
    source,
    type,
    ...(name === '' ? {} : { name }),
    ...(constraint === undefined ? {} : { constraint }),
  };
  return { kind: 'hole', hole, index };
}

function findType(
  name: string,
  source: string,
  span: Span,
  context: SegmentContext,
): HoleType | null {
  const type = context.types.get(name);
  if (type) return type;
  const elsewhere = context.elsewhere.get(name);
  if (elsewhere !== undefined) context.sink.add('bad-hole', span, elsewhere);
  else {
    const known = [...context.types.keys()];
    const hint =
      suggestName(name, known) ??
      `types are ${known.join(', ')}; define one of your own under \`runbook.types\``;
    const meant = onlyClosest(name, known);
    const fix = meant && source.replace(`:${name}`, () => `:${meant}`);
    context.sink.add('unknown-type', span, `unknown type \`${name}\``, hint, fix);
  }
  return null;
}

/** `undefined` for a hole without one, `null` when it is wrong. */
function readConstraint(
  type: HoleType,
  text: string | undefined,
  span: Span,
  context: SegmentContext,
): Constraint | undefined | null {
  if (text === undefined) {
    if (type.constraint !== 'enum') return undefined;
    context.sink.add(
      'bad-constraint',
      span,
      '`enum` needs its values',
      'such as `<<:enum up|ok>>`',
    );
    return null;
  }
  const parsed = parseConstraint(type.constraint, type.name, text);
  if (parsed.ok) return parsed.constraint;
  context.sink.add('bad-constraint', span, parsed.message, parsed.hint);
  return null;
}
