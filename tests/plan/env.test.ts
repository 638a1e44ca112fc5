import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildEnvironment, readEnvFile } from '../../src/plan/env.ts';

const param = { name: 'p', value: 'v', source: '--set', secret: false, env: 'P' };

it.each([
  ['the caller', { caller: { A: '1' } }, { A: '1' }],
  ['the defaults over the caller', { caller: { TZ: 'CET', LC_ALL: 'de' } }, { TZ: 'UTC' }],
  ['the file over the defaults', { envFile: { TZ: 'CET' } }, { TZ: 'CET' }],
  ['the document over the file', { envFile: { A: '1' }, document: { A: '2' } }, { A: '2' }],
  ['params over all', { caller: { P: '1' }, document: { P: '2' }, params: [param] }, { P: 'v' }],
  [
    'the caller for a param that was not given',
    { caller: { P: 'inherited' }, params: [{ ...param, value: '', source: 'not given' }] },
    { P: 'inherited' },
  ],
])("H24: a step's environment has %s", (_what, layers, expected) => {
  const env = buildEnvironment({ caller: {}, envFile: {}, document: {}, params: [], ...layers });
  expect(env).toMatchObject(expected);
});

it("H24: the wish for colour in the caller's environment does not reach the steps", () => {
  const caller = { FORCE_COLOR: '1', CLICOLOR_FORCE: '1' };
  expect(buildEnvironment({ caller, envFile: {}, document: {}, params: [] })).toEqual({
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    COLUMNS: '80',
    NO_COLOR: '1',
    TERM: 'dumb',
  });
});

it('an environment file is read as dotenv', async () => {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'env-'));
  writeFileSync(join(folder, '.env'), '# comment\nA=1\nexport B="two words"\n\nC=\n');
  expect(await readEnvFile('.env', folder)).toEqual({ A: '1', B: 'two words', C: '' });
});

it('an environment file that does not exist is named', async () => {
  await expect(readEnvFile('.env', '/')).rejects.toThrow('--env-file .env: there is no such file');
});
