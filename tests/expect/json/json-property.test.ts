import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { evaluate } from '../sources.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Texts with much of what could be read as a hole, a reference or syntax. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom('<<', '>>', '<', '${', '}', '\\', 'x', ':', '...', ' ', '\n', '#', '-', '"'),
    )
    .map((pieces) => pieces.join('')),
);

/** The key `<<` of YAML merges a map. */
const key = text.filter((one) => one !== '<<');

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** The value as a template: in its texts and keys, `<<` and `${` are escaped. */
function toTemplate(value: Json): Json {
  if (typeof value === 'string') return escapeText(value);
  if (Array.isArray(value)) return value.map(toTemplate);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [escapeText(k), toTemplate(v)]));
}

function escapeText(value: string): string {
  return value.replaceAll('<<', '\\<<').replaceAll('${', '\\${');
}

/** As YAML; `null` for the few texts of blanks that the library does not write so that it reads them. */
function write(value: Json): string | null {
  const options = { version: '1.2', schema: 'core' } as const;
  const written = stringify(value, options);
  const [document] = parseAllDocuments(written, options);
  return JSON.stringify(document?.toJS()) === JSON.stringify(value) ? written : null;
}

async function fits(lang: string, template: string, stdout: string): Promise<boolean> {
  const info = `${lang} expect exact`;
  return (await evaluate(info, template.replace(/\n$/, '').split('\n'), { stdout })).ok;
}

/** Paths of the leaves, with the value that has another one there. */
function* changeLeaves(value: Json, path: string): Generator<[path: string, changed: Json]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const [at, changed] of changeLeaves(item, `${path}[${index}]`)) {
        yield [at, value.with(index, changed)];
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const step = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
      for (const [at, changed] of changeLeaves(item, `${path}${step}`)) {
        yield [at, { ...value, [key]: changed }];
      }
    }
  } else yield [path, value === 'changed' ? 'again' : 'changed'];
}

describe('any JSON value', () => {
  it('matches itself as a template', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const template = JSON.stringify(toTemplate(value), null, 1);
        expect(await fits('json', template, JSON.stringify(value))).toBe(true);
      }),
      { seed: 7 },
    );
  });

  it('does not match when one leaf of the template is another, and the path of it is named', async () => {
    await fc.assert(
      fc.asyncProperty(json, fc.nat(), async (value, choice) => {
        const changes = [...changeLeaves(value, '$')];
        const change = changes[choice % Math.max(changes.length, 1)];
        if (change === undefined) return;
        const lines = JSON.stringify(toTemplate(change[1]), null, 1).split('\n');
        const result = await evaluate('json expect', lines, { stdout: JSON.stringify(value) });
        const { mismatch } = result.ok ? { mismatch: null } : result;
        const paths = mismatch?.kind === 'json' ? mismatch.differences.map(({ path }) => path) : [];
        expect(paths).toEqual([change[0]]);
      }),
      { seed: 7 },
    );
  });

  it('matches as YAML what it matches as JSON, and the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const [asYaml, templateAsYaml] = [write(value), write(toTemplate(value))];
        fc.pre(asYaml !== null && templateAsYaml !== null);
        const asJson = JSON.stringify(value);
        expect(await fits('yaml', JSON.stringify(toTemplate(value)), asYaml)).toBe(true);
        expect(await fits('yaml', templateAsYaml, asJson)).toBe(true);
        expect(await fits('yaml', templateAsYaml, asYaml)).toBe(true);
      }),
      { seed: 7 },
    );
  });
});
