import { readPath } from './json-path/read-path.ts';
import type { PathQuery } from './json-path/types.ts';
import { infoSpan, onlyClosest, type ProblemSink, type Span, suggestName } from './problems.ts';
import { HOLE_TYPES, type HoleType } from './text/hole-types.ts';
import type { ExpectationSource, Stream } from './types.ts';

/** What a fence compares: a stream of the step, or a file. */
export type Origin =
  | { readonly kind: 'stream'; readonly stream: Stream }
  /** The body of a response, which is the stdout of an `http` step. */
  | { readonly kind: 'body' }
  /** `path` has `${name}` unresolved. */
  | { readonly kind: 'file'; readonly path: string };

export type MatchMode = 'lines' | 'exact' | 'contains' | 'unordered' | 'regex';

/** The value that each attribute of an expectation has once it is read. */
export interface ExpectationAttributes {
  readonly match: MatchMode;
  readonly ws: 'collapse';
  readonly ansi: 'keep';
  /** Types of which instances count as equal. */
  readonly vary: readonly HoleType[];
  readonly path: PathQuery;
  readonly exact: true;
  readonly from: Origin;
}

export type ExpectationAttributeName = keyof ExpectationAttributes;

/** A value, or what is wrong with the text that should be one; the message follows the name. */
type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly message: string;
      readonly hint?: string | undefined;
      /** Where in the text; not given for the whole of it. */
      readonly offset?: number;
    };

/** An attribute: how its value is read, and what it is for. */
interface AttributeDefinition<Value> {
  /** What it does, one line for the reference. */
  readonly help: string;
  /** An example of the whole word. */
  readonly example: string;
  /** `'flag'` for one that stands alone, without a value. */
  readonly value: [Value] extends [true]
    ? 'flag'
    : (text: string, source: ExpectationSource) => Read<Value>;
}

type AttributeTable = {
  readonly [Name in ExpectationAttributeName]: AttributeDefinition<ExpectationAttributes[Name]>;
};

const MATCH_MODES: readonly MatchMode[] = ['lines', 'exact', 'contains', 'unordered', 'regex'];
const STREAMS: readonly Stream[] = ['stdout', 'stderr', 'output'];

/** Every attribute of an expectation, but `for`, which attaches it. */
export const EXPECTATION_ATTRIBUTES: AttributeTable = {
  match: {
    value: (text) => readChoice(text, MATCH_MODES),
    example: 'match=contains',
    help: 'how the lines are compared',
  },
  ws: {
    value: (text) => readChoice(text, ['collapse'] as const),
    example: 'ws=collapse',
    help: 'runs of blanks count as one, those at the ends as none',
  },
  ansi: {
    value: (text) => readChoice(text, ['keep'] as const),
    example: 'ansi=keep',
    help: 'colours and cursor movements are compared as well',
  },
  vary: {
    value: readTypes,
    example: 'vary=time,uuid',
    help: 'instances of these types count as equal',
  },
  path: {
    value: readQuery,
    example: 'path=$.items[0]',
    help: 'the part of the value that is compared',
  },
  exact: { value: 'flag', example: 'exact', help: 'objects have no other keys' },
  from: { value: readOrigin, example: 'from=file:app.conf', help: 'what is compared' },
};

const NAMES = Object.keys(EXPECTATION_ATTRIBUTES) as ExpectationAttributeName[];

/**
 * Reads the attributes of an expectation. Each mistake goes to the sink at its word: one that does
 * not exist, one that `taken` does not have, a value that is none.
 *
 * @param taken attributes that mean something on this kind of expectation
 */
export function readAttributes(
  source: ExpectationSource,
  taken: readonly ExpectationAttributeName[],
  sink: ProblemSink,
): Partial<ExpectationAttributes> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of source.attributes) {
    const span = findAttribute(source, name);
    const known = NAMES.find((one) => one === name);
    if (known === undefined) refuseName(name, source, taken, span, sink);
    else if (!taken.includes(known)) refuseHere(known, source, taken, span, sink);
    else readValue(known, value, source, span, values, sink);
  }
  // Each key was filled by the reader of its own name.
  return values as Partial<ExpectationAttributes>;
}

function readValue(
  name: ExpectationAttributeName,
  value: string | true,
  source: ExpectationSource,
  span: Span,
  values: Record<string, unknown>,
  sink: ProblemSink,
): void {
  const { value: reader, example } = EXPECTATION_ATTRIBUTES[name];
  if (reader === 'flag') {
    values[name] = true;
    if (value !== true) {
      sink.add('bad-attribute', span, `\`${name}\` takes no value`, `write \`${name}\` alone`);
    }
    return;
  }
  if (value === true || value === '') {
    sink.add('bad-attribute', span, `\`${name}\` needs a value`, `such as \`${example}\``);
    return;
  }
  const read = reader(value, source);
  if (read.ok) values[name] = read.value;
  else {
    const place = read.offset === undefined ? span : narrow(span, read.offset, value, source);
    sink.add('bad-attribute', place, `\`${name}=${value}\` ${read.message}`, read.hint);
  }
}

/** From an offset of an attribute's value to the end of it. */
function narrow(span: Span, offset: number, value: string, { fence }: ExpectationSource): Span {
  const start = span.column - fence.position.column;
  const at = fence.info.indexOf(value, start);
  if (at < 0 || at > start + span.length) return span;
  const column = fence.position.column + at + offset;
  return { line: span.line, column, length: Math.max(value.length - offset, 1) };
}

function refuseName(
  name: string,
  { fence, attributes }: ExpectationSource,
  taken: readonly ExpectationAttributeName[],
  span: Span,
  sink: ProblemSink,
): void {
  const known = [...taken, 'for', 'no-check'];
  const hint = suggestName(name, known);
  const meant = taken.find((one) => one === onlyClosest(name, known));
  const isFlag = meant !== undefined && EXPECTATION_ATTRIBUTES[meant].value === 'flag';
  const start = span.column - fence.position.column;
  const written = fence.info.slice(start, start + span.length);
  // With a value where none belongs, or none where one does, it was something else.
  const fix =
    meant !== undefined && isFlag === (attributes.get(name) === true)
      ? meant + written.slice(name.length)
      : undefined;
  sink.add('unknown-attribute', span, `unknown attribute \`${name}\` on an expectation`, hint, fix);
}

function refuseHere(
  name: ExpectationAttributeName,
  { fence, lang, kind }: ExpectationSource,
  taken: readonly ExpectationAttributeName[],
  span: Span,
  sink: ProblemSink,
): void {
  const what = kind === 'expect' ? `${lang} expect` : fence.info.split(/\s/, 1)[0];
  const message = `\`${name}\` has no meaning on an expectation of the kind \`${what}\``;
  const hint =
    taken.length === 0
      ? 'it takes no attribute but `for`'
      : `it takes ${[...taken, 'for'].map((one) => `\`${one}\``).join(', ')}`;
  sink.add('bad-attribute', span, message, hint);
}

function readChoice<Choice extends string>(text: string, choices: readonly Choice[]): Read<Choice> {
  const value = choices.find((choice) => choice === text);
  if (value !== undefined) return { ok: true, value };
  const hint = suggestName(text, choices) ?? `it is ${choices.map((c) => `\`${c}\``).join(', ')}`;
  return { ok: false, message: 'is not a way to compare', hint };
}

function readTypes(text: string, { types }: ExpectationSource): Read<readonly HoleType[]> {
  const known = new Map([...HOLE_TYPES, ...types]);
  const found: HoleType[] = [];
  for (const name of text.split(',').map((one) => one.trim())) {
    const type = known.get(name);
    if (type === undefined) {
      const names = [...known.keys()];
      const hint = suggestName(name, names) ?? `types are ${names.join(', ')}`;
      return { ok: false, message: `has the unknown type \`${name}\``, hint };
    }
    if (type.extent === null) {
      const hint = 'name a type that is told from other text';
      return { ok: false, message: `cannot vary \`${name}\`, which any text is`, hint };
    }
    found.push(type);
  }
  return { ok: true, value: found };
}

function readQuery(text: string): Read<PathQuery> {
  const read = readPath(text);
  return read.ok ? { ok: true, value: read.path } : read;
}

function readOrigin(text: string): Read<Origin> {
  const stream = STREAMS.find((one) => one === text);
  if (stream !== undefined) return { ok: true, value: { kind: 'stream', stream } };
  const path = /^file:(.+)$/s.exec(text)?.[1];
  if (path !== undefined) return { ok: true, value: { kind: 'file', path } };
  const hint = suggestName(text, STREAMS) ?? 'it is `stdout`, `stderr`, `output` or `file:PATH`';
  return { ok: false, message: 'names nothing that can be compared', hint };
}

/** Where an attribute stands in the info string; quoted values are not searched. */
export function findAttribute(source: ExpectationSource, name: string): Span {
  const { info, position } = source.fence;
  for (const match of info.matchAll(/([^\s=]+)(?:=(?:"[^"]*"|'[^']*'|\S*))?/g)) {
    if (match[1] === name && match.index > 0) {
      return {
        line: position.line,
        column: position.column + match.index,
        length: match[0].length,
      };
    }
  }
  return infoSpan(source);
}
