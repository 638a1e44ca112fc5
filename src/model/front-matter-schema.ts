import * as z from 'zod';
import { DURATION_FORMS, parseDuration } from './duration.ts';
import { PARAM_TYPES } from './param-types.ts';
import { listNames } from './problems.ts';
import type { RawConfig } from './raw-config.ts';
import { parseSize, SIZE_FORMS } from './size.ts';

// The messages follow the key's name: "`runbook.timeout` must be …".
const text = z.string({ error: 'must be text' });
const words = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });
const flag = z
  .enum(['true', 'false'], { error: 'must be `true` or `false`' })
  .transform((value) => value === 'true');
const duration = z
  .string({ error: `must be a duration such as ${DURATION_FORMS}` })
  .transform((value, context) => {
    const ms = parseDuration(value);
    if (ms !== undefined && ms > 0) return ms;
    const message = `must be a duration such as ${DURATION_FORMS}`;
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  });
const size = z
  .string({ error: `must be a size such as ${SIZE_FORMS}` })
  .transform((value, context) => {
    const bytes = parseSize(value);
    if (bytes !== undefined && bytes > 0) return bytes;
    const message = `must be a size such as ${SIZE_FORMS}`;
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  });
const variables = z.record(z.string(), text, { error: 'must map names to values' });

const param = z.strictObject(
  {
    type: z
      .enum(PARAM_TYPES, { error: `must be one of ${listNames(PARAM_TYPES)}` })
      .default('string'),
    values: z
      .array(words, { error: 'must be a list of values' })
      .min(1, { error: 'must have at least one value' })
      .optional(),
    default: text.optional(),
    description: text.optional(),
    secret: flag.default(false),
    env: words.optional(),
    required: flag.optional(),
  },
  { error: nameMapping('a mapping such as `{type: port, default: 8000}`') },
);

const test = z.strictObject(
  { skip: words.optional(), env: variables.optional(), 'expect-fail': words.optional() },
  { error: nameMapping('a mapping such as `{skip: "needs root"}`') },
);

const absolute = z
  .string({ error: 'must be an absolute path' })
  .regex(/^\//, { error: 'must be an absolute path' });
const sections = z
  .array(words, { error: 'must be a list of sections such as `[quick-start]`' })
  .min(1, { error: 'must have at least one section' });

const config = z.strictObject(
  {
    timeout: duration.optional(),
    shell: words.optional(),
    workdir: words.optional(),
    env: variables.optional(),
    mask: z
      .array(text, { error: 'must be a list of regular expressions' })
      .min(1, { error: 'must have at least one regular expression' })
      .optional(),
    'max-output': size.optional(),
    params: z.record(z.string(), param, { error: 'must map names to params' }).optional(),
    types: z
      .record(z.string(), words, { error: 'must map names to regular expressions' })
      .optional(),
    'allow-paths': z
      .array(absolute, { error: 'must be a list of absolute paths' })
      .min(1, { error: 'must have at least one path' })
      .optional(),
    scenarios: z

      .record(z.string(), sections, { error: 'must map names to lists of sections' })
      .refine((names) => Object.keys(names).length > 0, {
        error: 'must have at least one scenario',
      })
      .optional(),
    test: test.optional(),
  },
  { error: nameMapping('a mapping of settings') },
);

/** Validates what is under `runbook:`. */
export const CONFIG_SCHEMA: z.ZodType<RawConfig> = config;

/** The keys that are known at a path under `runbook:`; empty where any name can stand. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return [...Object.keys(config.shape)];
  if (path.length === 1 && path[0] === 'test') return Object.keys(test.shape);
  return path.length === 2 && path[0] === 'params' ? Object.keys(param.shape) : [];
}

/** Names what must stand there; unknown keys are told apart from it by their own code. */
function nameMapping(what: string): (issue: { readonly code?: string | undefined }) => string {
  return (issue) => (issue.code === 'unrecognized_keys' ? 'has unknown keys' : `must be ${what}`);
}
