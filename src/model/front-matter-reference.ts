import { toJSONSchema } from 'zod/mini';
import { parseMarkdown } from '../document/parse.ts';
import { configSchema } from './front-matter-schema.ts';
import { NAME_PATTERN } from './names.ts';
import type { ParamType } from './types.ts';

/** A part of a JSON Schema. */
type Schema = { [key: string]: unknown };

const DURATION = '^(?!0+(\\.0+)?[a-z])\\d+(\\.\\d+)?(ms|s|m|h)$';
const SIZE = '^(?!0+(\\.0+)? ?[A-Za-z])\\d+(\\.\\d+)? ?(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$';
const VARIABLE = {
  pattern: NAME_PATTERN.source,
  not: { enum: ['BASHOPTS', 'BASH_VERSINFO', 'EUID', 'PPID', 'SHELLOPTS', 'UID'] },
};

/** What the default of a type has to be. */
const DEFAULTS: Readonly<Partial<Record<ParamType, Schema>>> = {
  int: { type: ['integer', 'string'], pattern: '^[+-]?\\d+$' },
  number: {
    type: ['number', 'string'],
    pattern: '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$',
  },
  bool: { enum: [true, false, 'true', 'false'] },
  path: { minLength: 1 },
  port: {
    type: ['integer', 'string'],
    minimum: 1,
    maximum: 65_535,
    pattern:
      '^(free|0*([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))$',
  },
  url: { type: 'string', pattern: '^\\s*[A-Za-z][A-Za-z0-9+.-]*:' },
  duration: { type: 'string', pattern: '^\\d+(\\.\\d+)?(ms|s|m|h)$' },
};

/** What zod cannot tell, by the path of the key; `*` is any name. */
const FURTHER: Readonly<Record<string, Schema>> = {
  timeout: { type: 'string', pattern: DURATION },
  'max-output': { type: 'string', pattern: SIZE },
  env: { propertyNames: VARIABLE },
  'test.env': { propertyNames: VARIABLE },
  params: { propertyNames: { pattern: NAME_PATTERN.source } },
  'params.*': { allOf: describeParams() },
  'params.*.env': { pattern: NAME_PATTERN.source },
  types: { propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' } },
  scenarios: { propertyNames: { pattern: '^\\w[\\w-]*$' }, minProperties: 1 },
};

/**
 * The JSON Schema of the front matter, for editors: the shape that the program checks, as an editor
 * sees it, whose YAML knows numbers and booleans, with the words of the documentation.
 *
 * @param page the text of `docs/format.md`
 * @throws for a key that is not in its tables
 */
export function describeFrontMatter(page: string): string {
  const words = readTables(page);
  const config = toJSONSchema(configSchema(), { io: 'input', target: 'draft-7' }) as Schema;
  delete config['$schema'];
  refine(config, [], words);
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Front matter of a runbook',
    type: 'object',
    properties: {
      title: { description: wordsOf('title', words) },
      // `runbook:` with nothing below it is how a list of settings begins to be written.
      runbook: { description: 'Settings of the runbook', anyOf: [{ type: 'null' }, config] },
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function refine(schema: Schema, path: readonly string[], words: ReadonlyMap<string, string>): void {
  if (path.length > 0 && path.at(-1) !== '*') schema['description'] = wordsOf(nameOf(path), words);
  asWritten(schema);
  Object.assign(schema, FURTHER[path.join('.')]);
  const { properties, additionalProperties, items } = schema as {
    properties?: Record<string, Schema>;
    additionalProperties?: Schema | false;
    items?: Schema;
  };
  for (const [key, value] of Object.entries(properties ?? {})) refine(value, [...path, key], words);
  if (additionalProperties) refine(additionalProperties, [...path, '*'], words);
  if (items !== undefined) asWritten(items);
}

/** The program takes scalars as they are written; for an editor `8080` is a number. */
function asWritten(schema: Schema): void {
  if (schema['type'] !== 'string') return;
  const choice = schema['enum'];
  if (Array.isArray(choice) && choice.includes('true')) {
    delete schema['type'];
    schema['enum'] = [true, false, ...choice];
  } else if (choice === undefined && schema['pattern'] === undefined)
    schema['type'] = ['string', 'number', 'boolean'];
}

/** As the tables of the documentation name a key: those of a param stand by themselves. */
function nameOf(path: readonly string[]): string {
  return path[0] === 'params' && path.length > 1
    ? path.slice(2).join('.')
    : `runbook.${path.join('.')}`;
}

function wordsOf(name: string, words: ReadonlyMap<string, string>): string {
  const found = words.get(name);
  if (found === undefined) throw new Error(`docs/format.md says nothing of \`${name}\``);
  return found;
}

/** The rows of the tables about the front matter: the key, what it means, its default. */
function readTables(page: string): ReadonlyMap<string, string> {
  const { headings, lines } = parseMarkdown(page, 'format.md');
  const from = headings.find(({ slug }) => slug === 'front-matter')?.line ?? 0;
  const to = headings.find(({ slug }) => slug === 'scenarios')?.line;
  const rows = lines.slice(from, to).flatMap((line) => {
    const [, key, meaning = '', fallback = ''] =
      /^\| `([^`]+)` \| (.*?) \|(?: (.*?) ?\|)?$/.exec(line) ?? [];
    if (key === undefined) return [];
    const text = fallback === '' ? meaning : `${meaning} (default: ${fallback})`;
    return [[key, text.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')] as const];
  });
  return new Map(rows);
}

/** What belongs together in a param. */
function describeParams(): readonly Schema[] {
  const isType = (type: string): Schema => ({
    properties: { type: { const: type } },
    required: ['type'],
  });
  return [
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    { if: isType('enum'), then: { required: ['values'] }, else: { not: { required: ['values'] } } },
    ...Object.entries(DEFAULTS).map(([type, value]) => ({
      if: isType(type),
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: { properties: { default: value } },
    })),
  ];
}
