import type { core } from 'zod/mini';
import { loadLibrary } from '../libraries/load.ts';
import type * as Zod from '../libraries/zod.ts';
import { DURATION_FORMS, parseDuration } from './duration.ts';
import { PARAM_TYPES } from './param-types.ts';
import { listNames } from './problems.ts';
import type { RawConfig } from './raw-config.ts';
import { parseSize, SIZE_FORMS } from './size.ts';

type Library = typeof Zod;

/** Validates what is under `runbook:`. */
export function parseConfig(value: unknown): core.util.SafeParseResult<RawConfig> {
  return library().safeParse(schema().config, value);
}

/** The shape of what is under `runbook:`, to be described. */
export function configSchema(): core.$ZodType {
  return schema().config;
}

/** The keys that are known at a path under `runbook:`; empty where any name can stand. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  const { config, test, param } = schema();
  if (path.length === 0) return Object.keys(config.shape);
  if (path.length === 1 && path[0] === 'test') return Object.keys(test.shape);
  return path.length === 2 && path[0] === 'params' ? Object.keys(param.shape) : [];
}

let created: ReturnType<typeof createSchema> | undefined;

/** Made for the first document with settings: many have none, and the library takes a while to load. */
function schema(): ReturnType<typeof createSchema> {
  created ??= createSchema(library());
  return created;
}

function library(): Library {
  return loadLibrary('zod/mini');
}

// The messages follow the key's name: "`runbook.timeout` must be …".
function createSchema(z: Library) {
  const { text, words, names, duration, size, variables } = createParts(z);
  const param = createParam(z);
  const test = z.strictObject(
    {
      skip: z.optional(words),
      env: z.optional(variables),
      'expect-fail': z.optional(words),
    },
    { error: nameMapping('a mapping such as `{skip: "needs root"}`') },
  );
  const absolute = z
    .string({ error: 'must be an absolute path' })
    .check(z.regex(/^\//, { error: 'must be an absolute path' }));
  const sections = list(z, words, 'a list of sections such as `[quick-start]`', 'section');
  const scenarios = z
    .record(names, sections, { error: 'must map names to lists of sections' })
    .check(z.refine(hasKeys, { error: 'must have at least one scenario' }));
  const config = z.strictObject(
    {
      timeout: z.optional(duration),
      shell: z.optional(words),
      workdir: z.optional(words),
      env: z.optional(variables),
      mask: z.optional(list(z, text, 'a list of regular expressions', 'regular expression')),
      'max-output': z.optional(size),
      params: z.optional(z.record(names, param, { error: 'must map names to params' })),
      types: z.optional(z.record(names, words, { error: 'must map names to regular expressions' })),
      'allow-paths': z.optional(list(z, absolute, 'a list of absolute paths', 'path')),
      scenarios: z.optional(scenarios),
      test: z.optional(test),
    },
    { error: nameMapping('a mapping of settings') },
  );
  return { config, test, param };
}

function createParam(z: Library) {
  const { text, words } = createParts(z);
  const flag = z.pipe(
    z.enum(['true', 'false'], { error: 'must be `true` or `false`' }),
    z.transform((value) => value === 'true'),
  );
  return z.strictObject(
    {
      type: z._default(
        z.enum(PARAM_TYPES, { error: `must be one of ${listNames(PARAM_TYPES)}` }),
        'string',
      ),
      values: z.optional(list(z, words, 'a list of values', 'value')),
      default: z.optional(text),
      description: z.optional(text),
      secret: z._default(flag, false),
      env: z.optional(words),
      required: z.optional(flag),
    },
    { error: nameMapping('a mapping such as `{type: port, default: 8000}`') },
  );
}

function createParts(z: Library) {
  const text = z.string({ error: 'must be text' });
  return {
    text,
    words: z
      .string({ error: 'must be text' })
      .check(z.minLength(1, { error: 'must not be empty' })),
    names: z.string(),
    duration: readText(z, `must be a duration such as ${DURATION_FORMS}`, parseDuration),
    size: readText(z, `must be a size such as ${SIZE_FORMS}`, parseSize),
    variables: z.record(z.string(), text, { error: 'must map names to values' }),
  };
}

/** A text that means a number of something, of which there has to be some. */
function readText(z: Library, message: string, read: (text: string) => number | undefined) {
  return z.pipe(
    z.string({ error: message }),
    z.transform((value, context) => {
      const number = read(value);
      if (number !== undefined && number > 0) return number;
      context.issues.push({ code: 'custom', message, input: value });
      return z.NEVER;
    }),
  );
}

function list<Item extends core.SomeType>(z: Library, item: Item, what: string, one: string) {
  return z
    .array(item, { error: `must be ${what}` })
    .check(z.minLength(1, { error: `must have at least one ${one}` }));
}

function hasKeys(names: object): boolean {
  return Object.keys(names).length > 0;
}

/** Names what must stand there; unknown keys are told apart from it by their own code. */
function nameMapping(what: string): (issue: { readonly code?: string | undefined }) => string {
  return (issue) => (issue.code === 'unrecognized_keys' ? 'has unknown keys' : `must be ${what}`);
}
