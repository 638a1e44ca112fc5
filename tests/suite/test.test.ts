import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf, readEvents, runInline, startInline } from '../helpers/run-inline.ts';
import { keptRuns, one, scratch, settle, test } from './suites.ts';

const DOCUMENTS = {
  'README.md': `${one('echo one')}\n\`\`\`output\none\n\`\`\`\n`,
  'docs/bad.md': `${one('echo one')}\n\`\`\`output\ntwo\n\`\`\`\n\n\`\`\`bash test id=b\necho b\n\`\`\`\n`,
  'docs/plain.md':
    '# Plain\n\n```json\n{"a": 1}\n```\n\n```text no-check\nx\n```\n\n```text\ny\n```\n',
  'docs/skip.md': one('touch was-run', 'test: {skip: needs root}'),
  'docs/typo.md': '# T\n\n```bash tset id=a\nfalse\n```\n',
  'docs/manual.md': '# M\n\n```text manual id=a\nDo it.\n```\n\n```bash run id=b tty\nvi\n```\n',
  'docs/other.md': one('true', '').replace('bash test id=a', 'bash test id=a os=freebsd'),
  'runbooks/deploy.md': one('touch was-deployed'),
};

describe('a suite', () => {
  it('shows README.md and docs/ in their order, with how much is proven', async () => {
    const { stdout, stderr, exitCode, dir, place } = await test(DOCUMENTS, ['-j', '3']);
    expect(settle(stdout)).toMatchInlineSnapshot(`
      "✔ README.md       1 step  TIME
      ✗ docs/bad.md     failed  TIME

      ✗ docs/bad.md:3  test · a   (TIME)
          8      │ - two
               1 │ + one
        hint if the new output is right: runbook update docs/bad.md
        log  FOLDER/1-a.log

      ✗ docs/manual.md  cannot be run

      error docs/manual.md:3: \`a\` is a \`manual\` step, which a person does
      error docs/manual.md:7: \`b\` is a \`tty\` step, which needs a person at a terminal
        hint \`a\`: --manual=done says that a person has done it
        hint \`b\`: no flag answers; it takes a terminal
        hint or leave the document out of the suite, in its front matter: \`runbook: {test: {skip: REASON}}\`

      ↓ docs/other.md   its own conditions left out every step
      · docs/plain.md   no tagged block
      ↓ docs/skip.md    skipped: needs root
      ✗ docs/typo.md    cannot be run

      docs/typo.md:3:9 error unknown role \`tset\` [unknown-role]
          3 │ \`\`\`bash tset id=a
            │         ^^^^
        hint did you mean \`test\`?


      coverage: 9 of 13 fences run (69%), 1 parsed, 1 inert, 2 only shown
      7 documents: 1 passed, 1 failed, 2 cannot be run, 1 with nothing to do, 1 skipped, 1 without a tagged block; 1 step passed in TIME, 3 at once
      "
    `);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(['was-run', 'was-deployed'].filter((name) => existsSync(join(dir, name)))).toEqual([]);
    // Of what passed nothing is kept.
    expect(keptRuns(place)).toHaveLength(1);
  });

  it('runs what is named, and says only what failed with --quiet', async () => {
    const { stdout, exitCode } = await test(DOCUMENTS, ['-q', 'README.md', 'docs/s*.md']);
    expect(exitCode).toBe(0);
    expect(settle(stdout)).toMatchInlineSnapshot(`
      "
      coverage: 3 of 3 fences run (100%)
      2 documents: 1 passed, 1 skipped; 1 step passed in TIME, 2 at once
      "
    `);
  });

  it.each([
    ['of the documentation', ['!docs/**']],
    ['of a folder', ['docs', 'README.md', '!docs/*']],
  ])('leaves out again what a `!` names %s', async (_, args) => {
    const { stdout, exitCode } = await test(DOCUMENTS, args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('\n1 document: 1 passed;');
  });

  it('needs no more open files for many documents than for few', async () => {
    const names = Array.from({ length: 40 }, (_, i) => [`docs/${i}.md`, one('echo one')] as const);
    const { stdout, exitCode } = await test(Object.fromEntries(names), [], {
      through: ['bash', '-c', 'ulimit -n 160; exec "$0" "$@"'],
    });
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain('40 documents: 40 passed;');
  });

  it('shows every step with --verbose', async () => {
    const { stdout } = await test(DOCUMENTS, ['-v', 'README.md']);
    expect(stdout).toContain('✔ One  echo one');
  });

  it('gives each document a folder, a HOME and a shell of its own, and removes them', async () => {
    const code =
      'test -z "$LEAK"; export LEAK=1; pwd; echo "$HOME"; ls -A . "$HOME"; : >left; : >~/left';
    const files = { 'a.md': one(code), 'b.md': one(code) };
    const env = { XDG_CONFIG_HOME: '/nowhere' };
    const { events } = await test(files, ['a.md', 'b.md', '--report', 'jsonl=r.jsonl'], {
      env,
    }).then(({ dir, exitCode }) => {
      expect(exitCode).toBe(0);
      return { events: readEvents(join(dir, 'r.jsonl')) };
    });
    const folders = eventsOf(events, 'run-start').map(({ workdir }) => workdir);
    expect(new Set(folders).size).toBe(2);
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  });

  it('removes folders that a document has write-protected', async () => {
    const files = { 'a.md': one('mkdir -p cache/deep; : >cache/deep/f; chmod -R a-w cache; pwd') };
    const { dir, exitCode } = await test(files, ['a.md', '--report', 'jsonl=r.jsonl']);
    expect(exitCode).toBe(0);
    const [start] = eventsOf(readEvents(join(dir, 'r.jsonl')), 'run-start');
    expect(existsSync(start?.workdir ?? '')).toBe(false);
  });

  it('stops the daemons that a document leaves', async () => {
    const code = 'setsid sleep 300 </dev/null >/dev/null 2>&1 &\ndisown';
    const { exitCode, survivors } = await test({ 'a.md': one(code) }, ['a.md']);
    expect(exitCode).toBe(0);
    expect(await survivors()).toEqual([]);
  });

  it("keeps the document's own `workdir` in the folder, and `~` in the HOME", async () => {
    const files = {
      'a.md': one('[[ $PWD == */work/sub ]]', 'workdir: ./sub'),
      'b.md': one('[[ $PWD == "$HOME/sub" ]]', 'workdir: ~/sub'),
    };
    expect((await test(files, ['a.md', 'b.md'])).exitCode).toBe(0);
  });

  it('runs documents at the same time, and shows them in their order nevertheless', async () => {
    const files = {
      // Ends only after the other one, which it has to wait for.
      'a.md': one('until [[ -e $MEETING/b ]]; do sleep 0.05; done'),
      'b.md': one(': >"$MEETING/b"'),
      env: `MEETING=${scratch()}\n`,
    };
    const args = ['-j2', 'a.md', 'b.md', '--env-file', 'env', '--report', 'jsonl=r.jsonl'];
    const { exitCode, stdout, dir } = await test(files, args);
    expect(exitCode).toBe(0);
    expect(stdout.indexOf('✔ b.md')).toBeGreaterThan(stdout.indexOf('✔ a.md'));
    const starts = eventsOf(readEvents(join(dir, 'r.jsonl')), 'run-start');
    expect(starts.map(({ document }) => document)).toEqual(['a.md', 'b.md']);
  });

  it('is one report over all documents', async () => {
    const { dir } = await test(DOCUMENTS, ['--report', 'junit=r.xml', '--report', 'tap=r.tap']);
    const xml = readFileSync(join(dir, 'r.xml'), 'utf8');
    expect([...xml.matchAll(/<testsuite name="([^:"]+)/g)].map(([, name]) => name)).toEqual([
      'README.md',
      'docs/bad.md',
      'docs/manual.md',
      'docs/other.md',
      'docs/skip.md',
      'docs/typo.md',
    ]);
    const tap = readFileSync(join(dir, 'r.tap'), 'utf8');
    expect(tap.match(/^(not )?ok.*/gm)).toEqual([
      'ok 1 - README.md: One',
      'not ok 2 - docs/bad.md: One',
      'not ok 3 - docs/manual.md: M',
      expect.stringMatching(/^ok 4 - docs\/other.md: One/),
      'ok 5 - docs/skip.md: One # SKIP needs root',
      'not ok 6 - docs/typo.md',
    ]);
  });
});

describe('the front matter decides', () => {
  it.each([
    ['env for steps', one('[[ $A == 1 ]]', 'test: {env: {A: 1}}'), 0],
    ['env over that of the document', one('[[ $A == 2 ]]', 'env: {A: 1}, test: {env: {A: 2}}'), 0],
    ['env for params', one('[[ $KEY == x ]]', 'params: {key: {}}, test: {env: {KEY: x}}'), 0],
    ['expect-fail, and it fails there', one('false', 'test: {expect-fail: a}'), 0],
    ['expect-fail, and nothing fails', one('true', 'test: {expect-fail: a}'), 1],
    [
      'expect-fail, and another step fails',
      `${one('false', 'test: {expect-fail: b}')}\n\`\`\`bash run id=b\ntrue\n\`\`\`\n`,
      1,
    ],
    ['skip, which leaves nothing', one('true', 'test: {skip: no}'), 3],
  ])('%s', async (_, document, code) => {
    expect((await test({ 'a.md': document }, ['a.md'])).exitCode).toBe(code);
  });

  it('says what was to fail and did not, in reports as well', async () => {
    const files = { 'a.md': one('true', 'test: {expect-fail: a}') };
    const { stdout, dir } = await test(files, ['a.md', '--report', 'jsonl=r.jsonl']);
    const words = '`a` must fail (`test.expect-fail`), and nothing failed';
    expect(stdout).toContain(words);
    const events = readEvents(join(dir, 'r.jsonl'));
    expect(eventsOf(events, 'step-end')).toMatchObject([
      { verdict: { status: 'failed', reason: { message: words } } },
    ]);
    expect(eventsOf(events, 'run-end')).toMatchObject([
      { exitCode: 1, summary: { passed: 0, failed: 1 } },
    ]);
  });
});

describe('a document that fails now and then', () => {
  const FLAKY = one('[[ -e $MARK ]] || { : >"$MARK"; false; }', 'params: {mark: {type: path}}');

  it('is flaky with --retry-flaky, and not green', async () => {
    const mark = join(scratch(), 'mark');
    const args = ['a.md', 'b.md', '--retry-flaky', '2', '--set', `mark=${mark}`];
    const files = { 'a.md': FLAKY, 'b.md': one('true') };
    const { stdout, exitCode, place } = await test(files, args);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('≈ a.md  flaky: passed at attempt 2, with nothing changed');
    expect(stdout).toContain('2 documents: 1 passed, 1 flaky');
    expect(keptRuns(place)).toHaveLength(2);
  });

  it('has failed when no attempt passes', async () => {
    const { stdout, exitCode } = await test({ 'a.md': one('false') }, [
      'a.md',
      '--retry-flaky',
      '2',
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ a.md  failed, 3 attempts');
  });
});

describe('a part of the documents', () => {
  const FOUR = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.md`, one('true')]));
  const NAMES = Object.keys(FOUR);
  const shown = (stdout: string): string[] =>
    [...stdout.matchAll(/^✔ (\w)\.md/gm)].map(([, name]) => name ?? '');

  it('is what --shard says, and all parts are all documents', async () => {
    const parts = await Promise.all(
      ['1/3', '2/3', '3/3'].map((shard) => test(FOUR, [...NAMES, '--shard', shard])),
    );
    expect(parts.map(({ stdout }) => shown(stdout))).toEqual([['a', 'd'], ['b'], ['c']]);
  });

  it('is nothing, and no pass, where there are more parts than documents', async () => {
    const { exitCode, stdout } = await test(FOUR, ['a.md', '--shard', '2/2']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 3,
      stdout: 'part 2/2 has none of the 1 documents, which is not a pass\n',
    });
  });

  it('is what git knows to be changed, with --changed', async () => {
    const { place } = await runInline('', { command: 'check', name: null, files: FOUR });
    const git = (...args: string[]): void => {
      const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
      execFileSync('git', [...who, ...args], { cwd: place.dir, stdio: 'pipe' });
    };
    const again = (...args: string[]) =>
      runInline('', { place, command: 'test', name: null, args: ['*.md', ...args] });
    git('init', '-qb', 'main');
    git('add', 'a.md', 'b.md', 'c.md');
    git('commit', '-qm', 'first');
    git('switch', '-qc', 'work');
    writeFileSync(join(place.dir, 'a.md'), one('echo changed'));
    git('commit', '-qam', 'second');
    writeFileSync(join(place.dir, 'b.md'), one('echo changed'));
    // `d.md` is new.
    expect(shown((await again('--changed')).stdout)).toEqual(['b', 'd']);
    expect(shown((await again('--changed=main')).stdout)).toEqual(['a', 'b', 'd']);
    const unknown = await again('--changed=nowhere');
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('--changed=nowhere: there is no such commit or branch'),
    ]);
    git('add', '.');
    git('commit', '-qm', 'third');
    const none = await again('--changed');
    expect([none.exitCode, none.stdout]).toEqual([
      3,
      'no document has changed since the last commit, which is not a pass\n',
    ]);
  });

  it('is what comes before --bail documents have failed', async () => {
    const files = {
      'a.md': one('true'),
      'b.md': one('false'),
      'c.md': one('true'),
      'd.md': one('true'),
    };
    const { stdout, exitCode } = await test(files, [...NAMES, '-j', '1', '--fail-fast']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('○ c.md  not run\n○ d.md  not run\n');
    expect(stdout).toContain('4 documents: 1 passed, 1 failed, 2 not run');
  });
});

describe('a suite ends', () => {
  it.each([
    ['0 when all passed', { 'a.md': one('true') }, [], 0],
    ['2 when no document can be run', { 'a.md': '# A\n\n```bash tset id=a\n:\n```\n' }, [], 2],
    ['3 when nothing ran', { 'a.md': '# A\n' }, [], 3],
    [
      '4 when a step counts as done by a flag',
      { 'a.md': '# A\n\n```bash test\n:\n```\n\n```text manual\nDo.\n```\n\n```output\nx\n```\n' },
      ['--manual=done'],
      4,
    ],
  ])('with %s', async (_, files, args, code) => {
    expect((await test(files, ['a.md', ...args])).exitCode).toBe(code);
  });

  it('with the signal that stopped it, after cleanup, and nothing is left', async () => {
    const cleanup = '\n```bash cleanup\necho cleaned >"$OUT"\n```\n';
    const slow = one('touch "$OUT.up"; sleep 100', 'params: {out: {type: path}}') + cleanup;
    const files = { 'a.md': slow, 'b.md': one('true') };
    const out = join(scratch(), 'out');
    const args = ['a.md', 'b.md', '-j1', '--set', `out=${out}`];
    const suite = startInline('', { command: 'test', name: null, files, args });
    await expect.poll(() => existsSync(`${out}.up`), { timeout: 30_000 }).toBe(true);
    suite.kill('SIGINT');
    const { exitCode, stdout, survivors } = await suite.result;
    expect(exitCode).toBe(130);
    expect(readFileSync(out, 'utf8')).toBe('cleaned\n');
    expect(stdout).toContain('■ a.md  interrupted\n○ b.md  not run\n');
    expect(await survivors()).toEqual([]);
  });
});

describe('a command line is refused', () => {
  it.each([
    [['--shard', '3/2'], '--shard 3/2: is no part such as `2/5`'],
    [['--shard', '0/2'], '--shard 0/2: is no part'],
    [['--jobs', '0'], '--jobs 0: is no whole number from 1 on'],
    [['--bail', 'x'], '--bail x: is no whole number from 1 on'],
    [['--bail', '2', '--fail-fast'], '`--fail-fast` is `--bail 1`'],
    [['--retry-flaky', '0'], '--retry-flaky 0: is no whole number from 1 on'],
    [['--set', 'prot=1'], '--set: none of the documents has a param `prot`'],
    [['--changed', 'main'], 'what documents are compared with is written behind a `=`'],
    [['--changed'], '--changed: git says:'],
    [['nowhere.md'], 'nowhere.md: there is no such document'],
  ])('%j', async (args, message) => {
    const { stderr, exitCode } = await test({ 'README.md': one('true') }, args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
