/** The types of the built package, as those who use it have them. */
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';
import { addTypes, compile, createProject } from '../vitest/project.ts';

const FOLDER = join(ROOT, 'tests/library/types');

/** In the repository they are about the source, and here about what is built. */
const files = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [
    name,
    readFileSync(join(FOLDER, name), 'utf8').replace("'../../../src/index.ts'", "'runbook'"),
  ]),
);

const WRONG = `import { plan, type RunEvent } from 'runbook';
plan('# Text\\n', { workdri: '/srv' });
export const nameOf = (event: RunEvent): string =>
  event.type === 'notice' ? event.txt : event.step;
`;

const root = createProject({
  ...files,
  'wrong.ts': WRONG,
  'plain.ts': "import { run } from 'runbook';\nexport const started = run('# Text\\n');\n",
});
symlinkSync(join(ROOT, 'node_modules/@types'), join(root, 'node_modules/@types'));
await addTypes(root);

describe('the types of the package', () => {
  it('are there for each theme', () => {
    expect(Object.keys(files).sort()).toEqual(['events.ts', 'reporters.ts', 'runs.ts']);
  });

  // Those of vitest are in there as well, and not for us to judge.
  it.each(Object.keys(files))('take what is right and refuse what is wrong in %s', async (name) => {
    expect(files[name]).toContain("from 'runbook'");
    expect(await compile(root, [name, '--skipLibCheck'])).toBe('');
  });

  it('say what is wrong', async () => {
    const said = await compile(root, ['wrong.ts', '--skipLibCheck']);
    expect(said.split('\n').filter((line) => line.startsWith('wrong.ts'))).toEqual([
      expect.stringContaining("Did you mean to write 'workdir'?"),
      expect.stringContaining("Property 'txt' does not exist"),
      expect.stringContaining("Property 'step' does not exist"),
    ]);
  });

  it.each(['nodenext', 'preserve'])('need no other package, with --module %s', async (module) => {
    const args = ['plain.ts', '--module', module, '--lib', 'es2023', '--types', 'node'];
    expect(await compile(root, args)).toBe('');
  });
});
