import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ParamSpec } from '../../src/model/types.ts';
import { type ParamSources, resolveParams, viewParams } from '../../src/plan/params.ts';
import { readParamsFile } from '../../src/plan/params-file.ts';
import { UsageError } from '../../src/plan/usage-error.ts';

function param(spec: Partial<ParamSpec> & { name: string }): ParamSpec {
  return {
    type: 'string',
    secret: false,
    env: spec.name.toUpperCase(),
    required: spec.default === undefined,
    line: 1,
    ...spec,
  };
}

function sources(given: {
  readonly set?: Record<string, string>;
  readonly file?: Record<string, string>;
  readonly env?: Record<string, string>;
}): ParamSources {
  return {
    set: new Map(Object.entries(given.set ?? {})),
    file: given.file ? { name: 'p.yaml', values: new Map(Object.entries(given.file)) } : null,
    env: given.env ?? {},
  };
}

async function fail(specs: readonly ParamSpec[], given: ParamSources): Promise<UsageError> {
  const error = await resolveParams(specs, given).catch((thrown: unknown) => thrown);
  if (error instanceof UsageError) return error;
  throw new Error('was accepted');
}

function folderWith(text: string): string {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'params-'));
  writeFileSync(join(folder, 'p.yaml'), text);
  return folder;
}

describe('the value of a param', () => {
  const spec = param({ name: 'who', default: 'd' });

  it.each([
    [{ set: { who: 's' }, file: { who: 'f' }, env: { WHO: 'e' } }, 's', '--set'],
    [{ file: { who: 'f' }, env: { WHO: 'e' } }, 'f', 'p.yaml'],
    [{ env: { WHO: 'e' } }, 'e', '$WHO'],
    [{ env: { WHO: '' } }, 'd', 'default'],
    [{ set: { who: '' } }, '', '--set'],
    [{}, 'd', 'default'],
  ])('%j gives `%s` from %s', async (given, value, source) => {
    const [resolved] = await resolveParams([spec], sources(given));
    expect(resolved).toMatchObject({ value, source });
  });

  it('is empty and marked when it is neither given nor required', async () => {
    const specs = [param({ name: 'key', required: false, secret: true })];
    const resolved = await resolveParams(specs, sources({}));
    expect(viewParams(resolved)).toEqual([{ name: 'key', value: '', source: 'not given' }]);
  });

  it('of a secret is masked for reporters', async () => {
    const specs = [param({ name: 'key', secret: true })];
    const resolved = await resolveParams(specs, sources({ env: { KEY: 'hunter2' } }));
    expect(viewParams(resolved)).toEqual([{ name: 'key', value: '•••', source: '$KEY' }]);
  });

  it('of every `free` port is another port, none of them given to another param', async () => {
    const specs = ['a', 'b', 'c', 'd'].map((name) =>
      param({ name, type: 'port', default: 'free' }),
    );
    const resolved = await resolveParams(specs, sources({ set: { d: '8000' } }));
    const ports = resolved.map(({ value }) => Number(value));
    expect(new Set(ports).size).toBe(4);
    expect(ports.every((port) => port > 1023 && port < 65_536)).toBe(true);
    expect(resolved.map(({ source }) => source)).toEqual([
      'default: free',
      'default: free',
      'default: free',
      '--set',
    ]);
  });
});

describe('a value that cannot be', () => {
  it.each<[Partial<ParamSpec>, string, string]>([
    [{ type: 'int' }, '1.5', 'param `p` (--set) must be a whole number, not `1.5`'],
    [{ type: 'port' }, '70000', 'must be a port from 1 to 65535, or `free`, not `70000`'],
    [{ type: 'bool' }, 'yes', 'must be `true` or `false`, not `yes`'],
    [{ type: 'enum', values: ['a', 'b'] }, 'c', 'must be one of `a`, `b`, not `c`'],
    [{ type: 'url' }, 'example', 'must be a URL such as `https://example.org/`, not `example`'],
    [{ type: 'duration' }, '5', 'must be a duration such as'],
    [{ type: 'int', secret: true }, 'hunter2', 'must be a whole number, not what was given'],
  ])('%j refuses `%s`', async (spec, value, message) => {
    const error = await fail([param({ name: 'p', ...spec })], sources({ set: { p: value } }));
    expect(error.message).toContain(message);
  });

  it('comes with the nearest name when its name is unknown, wherever it was given', async () => {
    const specs = [param({ name: 'port', default: '1' })];
    const error = await fail(specs, sources({ set: { prot: '1' }, file: { ports: '2' } }));
    expect(error.message).toMatchInlineSnapshot(`
      "the document has no param \`prot\` (--set): did you mean \`port\`?
      the document has no param \`ports\` (p.yaml): did you mean \`port\`?"
    `);
  });

  it('is asked for with all the ways to give it, for all missing ones at once', async () => {
    const specs = [
      param({ name: 'host', description: 'Where the server runs' }),
      param({ name: 'token', env: 'API_TOKEN', secret: true }),
    ];
    const error = await fail(specs, sources({}));
    expect([error.message, ...error.hints].join('\n')).toMatchInlineSnapshot(`
      "2 params need a value: \`host\`, \`token\`
      host (Where the server runs): --set host=VALUE, \`host: VALUE\` in a file given with --params FILE, or the environment variable HOST
      token: the environment variable API_TOKEN, \`token: VALUE\` in a file given with --params FILE, or --set token=VALUE"
    `);
  });
});

describe('a file of params', () => {
  it.each([
    ['port: 08\nname: "a b"\n', { port: '08', name: 'a b' }],
    ['{"port": 8000, "on": true}', { port: '8000', on: 'true' }],
    ['', {}],
  ])('%j is read as it is written', async (text, values) => {
    const file = await readParamsFile('p.yaml', folderWith(text));
    expect(Object.fromEntries(file.values)).toEqual(values);
  });

  it.each([
    ['- a\n', 'is not a mapping of names to values'],
    ['port: [1]\n', 'the value of `port` is not a single value'],
    ['port: "x\n', '--params p.yaml: '],
  ])('%j is refused', async (text, message) => {
    await expect(readParamsFile('p.yaml', folderWith(text))).rejects.toThrow(message);
  });

  it('that does not exist is named', async () => {
    await expect(readParamsFile('no.yaml', '/')).rejects.toThrow(
      '--params no.yaml: there is no such file',
    );
  });
});
