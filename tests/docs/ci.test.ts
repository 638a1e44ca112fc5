/** The recipes of docs/ci.md and action.yml, carried out as the systems that they are for do it. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseMarkdown } from '../../src/document/parse.ts';
import { ROOT } from '../helpers/paths.ts';
import { createProject } from '../vitest/project.ts';

const PAGE = parseMarkdown(readFileSync(join(ROOT, 'docs/ci.md'), 'utf8'), 'docs/ci.md');
const RECIPES = new Map(
  PAGE.fences.flatMap(({ info, body }) => {
    const file = /file=(\S+)/.exec(info)?.[1];
    return file === undefined ? [] : [[file, body] as const];
  }),
);

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const document = (text: string, expected: string): string =>
  `# A page\n\n\`\`\`bash test\necho ${text}\n\`\`\`\n\n\`\`\`output\n${expected}\n\`\`\`\n`;
const GOOD = { 'README.md': document('a', 'a'), 'docs/b.md': document('b', 'b') };
const BAD = { ...GOOD, 'docs/b.md': document('b', 'c') };

/** A repository that has the package, with what a system of CI gives. */
class Repository {
  readonly root: string;
  readonly summary: string;
  readonly #installed: string;

  constructor(files: Readonly<Record<string, string>>) {
    this.root = createProject({ ...files, '.gitignore': 'node_modules\n' });
    const bin = join(this.root, 'node_modules/.bin');
    mkdirSync(bin);
    symlinkSync('../runbook/dist/cli.js', join(bin, 'runbook'));
    this.summary = `${this.root}-summary.md`;
    this.#installed = `${this.root}-npm.log`;
    // The package is there already, and from no registry.
    mkdirSync(`${this.root}-bin`);
    writeFileSync(
      `${this.root}-bin/npm`,
      `#!/bin/sh\n[ "$1" = ci ] && echo "$@" >>'${this.#installed}'\n`,
    );
    chmodSync(`${this.root}-bin/npm`, 0o755);
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit('first');
    this.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  }

  commit(message: string): void {
    this.git('add', '.');
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
    this.git(...who, 'commit', '--quiet', '-m', message);
  }

  git(...args: string[]): void {
    const { status, stderr } = spawnSync('git', args, { cwd: this.root, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  }

  bash(options: readonly string[], script: string, env: NodeJS.ProcessEnv = {}) {
    const file = `${this.root}-script.sh`;
    writeFileSync(file, script);
    const { status, stdout, stderr } = spawnSync('bash', [...options, file], {
      cwd: this.root,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${this.root}-bin:${process.env['PATH']}`,
        CI: 'true',
        GITHUB_WORKSPACE: this.root,
        GITHUB_STEP_SUMMARY: this.summary,
        XDG_STATE_HOME: `${this.root}-state`,
        npm_config_offline: 'true',
        ...env,
      },
    });
    return { status, said: stdout + stderr };
  }

  installs(): string[] {
    return existsSync(this.#installed)
      ? readFileSync(this.#installed, 'utf8').trim().split('\n')
      : [];
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }
}

/** Runs a job as GitHub does: its steps up to the first that fails, and artifacts in any case. */
function runJob(
  repository: Repository,
  { steps }: { steps: readonly Step[] },
  values: Record<string, string>,
) {
  const put = (text: string): string =>
    text.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`nothing is known of ${name}`);
      return value;
    });
  const store = `${repository.root}-artifacts`;
  let code: number | null = 0;
  let said = '';
  for (const { run, uses = '', with: inputs = {}, shell, env = {} } of steps) {
    if (run !== undefined && code === 0) {
      const options = shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];
      const own = Object.entries(env).map(([name, value]) => [name, put(value)]);
      const done = repository.bash(options, put(run), {
        GITHUB_ACTION_PATH: ROOT,
        ...Object.fromEntries(own),
      });
      [code, said] = [done.status, said + done.said];
    }
    if (uses.startsWith('actions/upload-artifact@')) {
      const path = put(String(inputs['path']));
      const name = put(String(inputs['name']));
      cpSync(join(repository.root, path), join(store, name, basename(path)));
    }
    if (uses.startsWith('actions/download-artifact@'))
      for (const path of globSync(`${inputs['pattern']}/*`, { cwd: store, absolute: true }))
        cpSync(path, join(repository.root, basename(path)));
  }
  return { code, said };
}

const workflow = (file: string): Workflow => parse(RECIPES.get(file) ?? '');
function jobOf(file: string, name: string): { steps: readonly Step[] } {
  const job = workflow(file).jobs[name];
  if (job === undefined) throw new Error(`${file} has no job ${name}`);
  return job;
}
const DOCS = '.github/workflows/docs.yml';

it('docs/ci.md has its recipes as files', () => {
  expect([...RECIPES.keys()]).toEqual([
    DOCS,
    '.github/workflows/changed-docs.yml',
    '.github/workflows/action.yml',
    '.gitlab-ci.yml',
    'ci/docs.sh',
  ]);
});

describe('the workflow for GitHub', () => {
  it.each([
    ['passes where all documents hold', GOOD, [0, 0], 'failures="0"'],
    ['fails in the shard of one that does not', BAD, [0, 1], 'failures="1"'],
  ])(
    '%s, and makes one report',
    (_, files, codes, counted) => {
      const repository = new Repository(files);
      const check = runJob(repository, jobOf(DOCS, 'check'), {});
      expect(check.code, check.said).toBe(0);
      const shards = ['1', '2'].map((shard) =>
        runJob(repository, jobOf(DOCS, 'test'), { 'matrix.shard': shard }),
      );
      const said = shards.map((shard) => shard.said).join('');
      expect(shards.map(({ code }) => code).sort(), said).toEqual(codes);
      expect(said.includes('::error file=docs/b.md,line=8')).toBe(codes.includes(1));
      expect(readFileSync(repository.summary, 'utf8')).toContain('docs/b.md');
      const report = runJob(repository, jobOf(DOCS, 'report'), {});
      expect(report.code, report.said).toBe(0);
      expect(repository.read('docs.xml')).toContain(counted);
      expect(repository.read('docs.html')).toContain('README.md');
      expect(repository.installs()).toEqual(['ci', 'ci', 'ci', 'ci']);
    },
    120_000,
  );

  it('of changed documents runs those alone, and passes where there is none', () => {
    const repository = new Repository(GOOD);
    const job = jobOf('.github/workflows/changed-docs.yml', 'test');
    const values = { 'github.base_ref': 'main' };
    const none = runJob(repository, job, values);
    expect(none.code, none.said).toBe(0);
    appendFileSync(join(repository.root, 'docs/b.md'), '\nMore.\n');
    repository.commit('more');
    const one = runJob(repository, job, values);
    expect([one.code, one.said.includes('1 document: 1 passed')], one.said).toEqual([0, true]);
    writeFileSync(join(repository.root, 'docs/b.md'), BAD['docs/b.md']);
    repository.commit('wrong');
    expect(runJob(repository, job, values).code).toBe(1);
  }, 120_000);

  it.each([
    ['', '2 documents: 2 passed'],
    ['docs/*.md', '1 document: 1 passed'],
  ])(
    'as an action runs the documents `%s`',
    (documents, expected) => {
      const repository = new Repository(GOOD);
      const { inputs, runs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
        inputs: Record<string, { default: string }>;
        runs: { steps: Step[] };
      };
      const defaults = Object.entries(inputs).map(([name, input]) => [
        `inputs.${name}`,
        input.default,
      ]);
      const values = { ...Object.fromEntries(defaults), 'inputs.documents': documents };
      const { code, said } = runJob(repository, runs, values);
      expect([code, said.includes(expected)], said).toEqual([0, true]);
      expect(repository.read('docs.xml')).toContain('<testsuite ');
      const used = workflow('.github/workflows/action.yml').jobs['test']?.steps.at(-1);
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(used?.with ?? {})));
    },
    120_000,
  );
});

describe('the pipeline for GitLab', () => {
  it('fails in one of its jobs where a document does not hold, and makes a page of both', () => {
    const repository = new Repository(BAD);
    const pipeline = parse(RECIPES.get('.gitlab-ci.yml') ?? '') as Record<
      string,
      { script: string[] }
    >;
    const run = (job: string, env: NodeJS.ProcessEnv = {}) =>
      repository.bash(['-eo', 'pipefail'], (pipeline[job]?.script ?? ['false']).join('\n'), env);
    const jobs = ['1', '2'].map((index) => {
      const job = run('docs', { CI_NODE_INDEX: index, CI_NODE_TOTAL: '2' });
      return { ...job, junit: repository.read('docs.xml') };
    });
    expect(jobs.map(({ status }) => status).sort(), jobs.map(({ said }) => said).join('')).toEqual([
      0, 1,
    ]);
    expect(jobs.filter(({ junit }) => junit.includes('<failure')).length).toBe(1);
    const report = run('docs-report');
    expect(report.status, report.said).toBe(0);
    expect(repository.read('docs.html')).toContain('docs/b.md');
  }, 120_000);
});

describe('the script for other systems', () => {
  it.each([
    ['passes where all documents hold', GOOD, 0],
    ['fails where one does not, and its report is whole', BAD, 1],
  ])(
    '%s',
    (_, files, code) => {
      const repository = new Repository(files);
      const file = join(repository.root, 'ci/docs.sh');
      mkdirSync(dirname(file));
      writeFileSync(file, RECIPES.get('ci/docs.sh') ?? '', { mode: 0o755 });
      const { status, said } = repository.bash([], 'exec ci/docs.sh');
      expect(status, said).toBe(code);
      expect(repository.read('docs.xml')).toContain(`failures="${code}"`);
      expect(existsSync(join(repository.root, 'docs.html'))).toBe(true);
    },
    120_000,
  );
});
