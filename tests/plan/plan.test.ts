import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DocumentError } from '../../src/document/problem.ts';
import { createPlan } from '../../src/plan/plan.ts';
import type { PlanOptions } from '../../src/plan/types.ts';
import { loadText } from '../helpers/load-text.ts';

/** A folder with programs that exist and do nothing, to be the PATH. */
function createPath(...programs: string[]): string {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'path-'));
  for (const program of ['bash', ...programs]) {
    writeFileSync(join(folder, program), '#!/bin/sh\n');
    chmodSync(join(folder, program), 0o755);
  }
  mkdirSync(join(folder, 'ruby'));
  return folder;
}

function options(given: Partial<PlanOptions> = {}): PlanOptions {
  return {
    selection: { only: [], skip: [] },
    set: new Map(),
    env: { PATH: createPath('python3') },
    cwd: '/somewhere',
    ...given,
  };
}

const CAPTURING = loadText(`# Doc
\`\`\`bash run id=make
echo 7
\`\`\`
\`\`\`output
<<number:int>>
\`\`\`
\`\`\`bash test id=use
echo "$number"
\`\`\`
\`\`\`bash test id=compare
echo 7
\`\`\`
\`\`\`output
\${number}
\`\`\`
\`\`\`http test id=ask
GET http://h/\${number}
\`\`\`
\`\`\`bash test id=own
number=1; echo "$number"
\`\`\`
`);

describe('a plan', () => {
  it('runs other languages with what is on PATH, and files and shell blocks with nothing', async () => {
    const runbook = loadText(`# Doc
\`\`\`python run id=py
\`\`\`
\`\`\`js run id=js
\`\`\`
\`\`\`sh run id=sh
\`\`\`
\`\`\`yaml configure file=a.yaml id=file
a: 1
\`\`\`
`);
    const path = createPath('python3');
    const plan = await createPlan(runbook, options({ env: { PATH: path } }));
    expect(plan.steps.map(({ step, interpreter }) => [step.id, interpreter?.program])).toEqual([
      ['py', join(path, 'python3')],
      ['js', process.execPath],
      ['sh', undefined],
      ['file', undefined],
    ]);
    expect(plan.shell).toBe(join(path, 'bash'));
  });

  it('H27: refuses every missing interpreter before the run, all at once', async () => {
    const runbook = loadText(`# Doc
\`\`\`lua run
\`\`\`

> \`\`\`ruby run
> \`\`\`
`);
    const error = await createPlan(runbook, options()).catch((thrown: unknown) => thrown);
    const problems = error instanceof DocumentError ? error.problems : [];
    expect(
      problems.map(({ line, column, rule, message }) => `${line}:${column} ${rule} ${message}`),
    ).toMatchInlineSnapshot(`
      [
        "2:4 missing-interpreter \`lua\` blocks need \`lua\`, which is not on PATH",
        "5:6 missing-interpreter \`ruby\` blocks need \`ruby\`, which is not on PATH",
      ]
    `);
  });

  it('finds the command of `interpreter=`, or says where it is missing', async () => {
    const text = (command: string): string =>
      `# Doc\n\`\`\`Nim-2/x run id=a interpreter="${command}"\n\`\`\`\n\`\`\`sql run id=b interpreter="true {file}"\n\`\`\`\n`;
    const path = createPath('nim', 'true');
    const plan = await createPlan(
      loadText(text("nim 'a b' {file}")),
      options({ env: { PATH: path } }),
    );
    expect(plan.steps[0]?.interpreter).toEqual({
      name: 'custom',
      program: join(path, 'nim'),
      args: ['a b', '{file}'],
      extension: '.Nim-2_x',
    });
    for (const [command, message] of [
      ['nimble {file}', '`interpreter=` needs `nimble`, which is not on PATH'],
      ['./nim {file}', '`interpreter=` needs `./nim`, which is no program here'],
    ] as const) {
      const error = await createPlan(
        loadText(text(command)),
        options({ env: { PATH: path } }),
      ).catch((thrown: unknown) => thrown);
      expect(error instanceof DocumentError && error.problems).toMatchObject([
        { rule: 'missing-interpreter', line: 2, column: 21, message },
      ]);
    }
  });

  it('does not ask for the interpreter of a step that is not selected', async () => {
    const runbook = loadText('# Doc\n```ruby run id=a\n```\n```bash run id=b\n```\n');
    const selection = { only: ['b'], skip: [] };
    const plan = await createPlan(runbook, options({ selection }));
    expect(plan.steps.map(({ step }) => step.id)).toEqual(['b']);
  });

  it.each([
    ['use', 'step `use` needs `number`, which step `make` captures'],
    ['ask', 'step `ask` needs `number`, which step `make` captures'],
    ['compare', 'step `compare` needs `number`, which step `make` captures'],
  ])('--from %s is refused for want of a capture', async (from, message) => {
    const selection = { from, only: [], skip: [] };
    await expect(createPlan(CAPTURING, options({ selection }))).rejects.toThrow(message);
  });

  it('--from is refused for want of what capture= would have given', async () => {
    const runbook = loadText(`# Doc
\`\`\`bash run id=make capture=number
\`\`\`
\`\`\`bash run id=use
echo $number
\`\`\`
`);
    const selection = { from: 'use', only: [], skip: [] };
    await expect(createPlan(runbook, options({ selection }))).rejects.toThrow(
      'step `use` needs `number`, which step `make` captures',
    );
  });

  it('--from takes a step that gives the variable its own value', async () => {
    const plan = await createPlan(
      CAPTURING,
      options({ selection: { from: 'own', only: [], skip: [] } }),
    );
    expect(plan.steps).toHaveLength(1);
  });

  it('says how to get bash when there is none', async () => {
    const env = { PATH: '/nowhere' };
    await expect(createPlan(CAPTURING, options({ env }))).rejects.toThrow(
      'shell blocks need bash 4.4 or newer, and no `bash` on PATH',
    );
  });

  it.each([
    [undefined, undefined, '/somewhere'],
    ['./soni', undefined, '/somewhere/soni'],
    ['./soni', 'other', '/somewhere/other'],
    ['./soni', '/abs', '/abs'],
  ])('with workdir %s and --workdir %s runs in %s', async (written, given, expected) => {
    const front = written === undefined ? '' : `---\nrunbook: {workdir: ${written}}\n---\n`;
    const runbook = loadText(`${front}# Doc\n\`\`\`bash run\n\`\`\`\n`);
    const workdir = given === undefined ? {} : { workdir: given };
    const plan = await createPlan(runbook, options(workdir));
    expect(plan.workdir).toBe(expected);
  });
});
