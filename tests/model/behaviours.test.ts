import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AttributeName } from '../../src/model/attributes.ts';
import {
  ATTRIBUTE_BEHAVIOURS,
  type Behaviour,
  ROLE_BEHAVIOURS,
} from '../../src/model/behaviours.ts';
import { describeBehaviours } from '../../src/model/behaviours-reference.ts';
import type { Role } from '../../src/model/types.ts';
import { documentOf } from '../engine/blocks.ts';
import { ROOT } from '../helpers/paths.ts';
import { runInline } from '../helpers/run-inline.ts';

const LONG = { timeout: 60_000 };

/** A block of each role: info string and body. */
const ROLES: Readonly<Record<Role, readonly [info: string, body: string]>> = {
  require: ['bash require', 'true'],
  install: ['bash install', 'true'],
  configure: ['bash configure', 'true'],
  run: ['bash run', 'true'],
  test: ['bash test', 'true'],
  health: ['bash health', 'true'],
  manual: ['text manual', 'Do it.'],
  diagnose: ['bash diagnose', 'true'],
  rollback: ['bash rollback', 'true'],
  cleanup: ['bash cleanup', 'true'],
};

/** A block that has the attribute, and would pass. */
const ATTRIBUTES: Readonly<Record<AttributeName, readonly [info: string, body: string]>> = {
  id: ['bash run id=a', 'true'],
  title: ['bash run title="A step"', 'true'],
  timeout: ['bash run timeout=50s', 'true'],
  exit: ['bash run exit=0', 'true'],
  max: ['bash run max=50s', 'true'],
  within: ['bash run within=20s', 'true'],
  every: ['bash run within=20s every=1s', 'true'],
  retry: ['bash run retry=1', 'true'],
  backoff: ['bash run retry=1 backoff=1s', 'true'],
  stable: ['bash run stable=2 every=10ms', 'true'],
  capture: ['bash run capture=a', 'echo a'],
  cwd: ['bash run cwd=.', 'true'],
  stdin: ['bash run stdin=doc.md', 'true'],
  user: [`bash run user=${userInfo().username}`, 'true'],
  interpreter: ['zsh run interpreter="bash {file}"', 'true'],
  if: ['bash run if=true', 'true'],
  unless: ['bash run unless=false', 'true'],
  os: ['bash run os=linux,macos', 'true'],
  background: ['bash run background ready=file:up', 'touch up; sleep 60'],
  ready: ['bash run background ready=file:up', 'touch up; sleep 60'],
  stop: ['bash run background ready=file:up stop=INT', 'touch up; sleep 60'],
  'stop-timeout': ['bash run background ready=file:up stop-timeout=9s', 'touch up; sleep 60'],
  stops: ['bash run stops=server', 'true'],
  tty: ['bash run tty', 'true'],
  confirm: ['bash run confirm="Sure?"', 'true'],
  'keep-going': ['bash run keep-going', 'true'],
  'on-fail': ['bash run on-fail=#trouble', 'true'],
  secret: ['bash run secret', 'true'],
  file: ['text configure file=a', 'a'],
  mode: ['text configure file=a mode=0600', 'a'],
  owner: [`text configure file=a owner=${userInfo().username}`, 'a'],
  expand: ['text configure file=a expand', 'a'],
  append: ['text configure file=a append', 'a'],
};

const SERVER = ['bash run id=server background ready=file:up', 'touch up; sleep 60'] as const;
const OTHER = ['bash run', 'true'] as const;

describe('headless, each does what the table of behaviours says', LONG, () => {
  it.each(Object.entries(ROLE_BEHAVIOURS))('the role `%s`', async (role, behaviour) => {
    await expectAsDeclared(behaviour, [ROLES[role as Role], OTHER]);
  });

  it.each(Object.entries(ATTRIBUTE_BEHAVIOURS))('the attribute `%s`', async (name, behaviour) => {
    const block = ATTRIBUTES[name as AttributeName];
    expect(block[0].split(/[ =]/)).toContain(name);
    await expectAsDeclared(behaviour, name === 'stops' ? [SERVER, block] : [block]);
  });
});

/** Refused where the table names an answer, with that answer; else it runs, and asks nobody. */
async function expectAsDeclared(
  { answer, headless }: Behaviour,
  blocks: readonly (readonly [string, string])[],
): Promise<void> {
  const document = `${documentOf(blocks)}\n# Trouble\n`;
  const result = await runInline(document);
  if (answer === undefined) {
    expect(result.exitCode, result.stderr).toBe(0);
    expect(headless).not.toContain('refused');
    return;
  }
  expect(result.exitCode, result.stdout).toBe(2);
  expect(result.events).toEqual([]);
  expect(headless).toContain('refused');
  if (answer === 'terminal') {
    expect(result.stderr).toContain('no flag answers');
    return;
  }
  expect(result.stderr).toContain(answer);
  const answered = await runInline(document, { args: [answer] });
  expect(answered.exitCode, answered.stderr).toBe(0);
}

it('docs/behaviours.md is what `node scripts/generate-docs.js` writes', () => {
  expect(readFileSync(join(ROOT, 'docs/behaviours.md'), 'utf8')).toBe(describeBehaviours());
});
