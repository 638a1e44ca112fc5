import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Block, documentOf, runBlocks } from '../engine/blocks.ts';
import { eventsOf, startInline } from '../helpers/run-inline.ts';
import { command, openToOthers, runFolder, runIds } from './records.ts';
import { FAILS_ONCE, killEngine, read, resume, settle } from './resuming.ts';

describe('resume', () => {
  it('goes on at the first step that did not pass, in the state of before', async () => {
    const first = await runBlocks([
      ['bash require id=tools', 'echo tools >>said; pwd >>where'],
      ['bash run id=a', 'echo a >>said; mkdir in; cd in; x=kept; f() { echo "$x $1"; }; umask 027'],
      ['bash run id=b', 'echo 4711'],
      ['stdout', '<<n:int>>'],
      ['bash run id=c', `echo c >>../said; ${FAILS_ONCE}`],
      ['bash test id=d', 'f "$n" >>../said; umask >>../said; pwd >>../where'],
    ]);
    expect(first.exitCode).toBe(1);
    expect(settle(first.stdout, first.place)).toMatch(/\nnext runbook resume ID\n.* in ELAPSED\n$/);
    const { place } = first;
    const second = await resume(place);
    expect(second.exitCode, second.stdout + second.stderr).toBe(0);
    expect(settle(second.stdout, place)).toMatchInlineSnapshot(`
      "doc.md  DIR · resumed run ID
      ✔ tools  echo tools >>said; pwd >>where                    ELAPSED
      ✔ a      echo a >>said; mkdir in; cd in; x=kept; f() { e…  done before
      ✔ b      echo 4711                                         done before
      ✔ c      echo c >>../said; test -e go || { touch go; ech…  ELAPSED
      ✔ d      f "$n" >>../said; umask >>../said; pwd >>../whe…  ELAPSED
      5 passed in ELAPSED
      "
    `);
    expect(read(place, 'said')).toBe('tools\na\nc\ntools\nc\nkept 4711\n0027\n');
    expect(read(place, 'where')).toBe(`${place.dir}\n${place.dir}\n${place.dir}/in\n`);
    expect(runIds(place)).toHaveLength(1);
    expect((await command(place, 'history')).stdout).toContain('✔ passed');
    expect(openToOthers(place)).toEqual([]);
    const again = await resume(place);
    expect({ exitCode: again.exitCode, stderr: settle(again.stderr, place) }).toEqual({
      exitCode: 2,
      stderr:
        'error there is nothing to resume in DIR\n  hint run ID of doc.md: it has come to its end\n',
    });
  });

  it('goes on a second time in the state of before, though the first time ran nothing in the shell', async () => {
    const { place, ...first } = await runBlocks([
      ['bash run id=a', "kept='it is'; touch one two"],
      ['ini configure id=b file=one/b.ini', 'b = 1'],
      ['ini configure id=c file=two/c.ini', 'c = 1'],
      ['bash run id=d', 'echo "$kept"; ls'],
    ]);
    expect(first.statuses).toEqual(['a passed', 'b failed', 'c skipped', 'd skipped']);
    rmSync(join(place.dir, 'one'));
    expect((await resume(place)).verdicts['c']?.status).toBe('failed');
    rmSync(join(place.dir, 'two'));
    const last = await resume(place);
    expect(last.exitCode, last.stdout + last.stderr).toBe(0);
    expect(last.logs['d']).toBe('it is\ndoc.md\none\ntwo\n');
  });

  it('starts background steps again that were up, where they were, and none that the document stopped', async () => {
    const server = (id: string): string =>
      `echo "$id $PWD" >>"$top/said"; touch "$top/${id}"; exec sleep 981.25`.replace('$id', id);
    const blocks: Block[] = [
      ['bash run id=top', 'export top=$PWD; mkdir in; cd in'],
      ['bash run id=s background ready=file:../s', server('s')],
      ['bash run id=t background ready=file:../t', server('t')],
      ['bash run id=stop stops=t', 'cd ..'],
      ['bash run id=c', `pgrep -fx "sleep 981.25" | wc -l >>said; ${FAILS_ONCE}`],
    ];
    const first = await runBlocks(blocks, { args: ['--keep'] });
    expect(first.exitCode).toBe(1);
    expect(await first.survivors(Number.POSITIVE_INFINITY)).not.toEqual([]);
    const second = await resume(first.place, ['--cleanup']);
    expect(second.exitCode, second.stdout + second.stderr).toBe(0);
    const { dir } = first.place;
    expect(read(first.place, 'said')).toBe(`s ${dir}/in\nt ${dir}/in\n1\ns ${dir}/in\n1\n`);
    expect((await command(first.place, 'stop')).exitCode).toBe(0);
    expect(await second.survivors()).toEqual([]);
  });

  it.each([
    ['redo', 'run\nrun\nlast\n', 0, 'x was interrupted when the engine died: it runs again'],
    [
      'skip-interrupted',
      'run\nlast\n',
      4,
      'x was interrupted when the engine died: it is taken as done',
    ],
  ])('of a step that was under way wants a word: --%s', async (flag, said, exitCode, message) => {
    const place = await killEngine([
      ['bash run id=x', 'echo run >>said; test -e up || { touch up; sleep 20; }'],
      ['bash run id=y', 'echo last >>said'],
    ]);
    const asked = await resume(place);
    expect({ exitCode: asked.exitCode, stderr: settle(asked.stderr, place) }).toEqual({
      exitCode: 2,
      stderr:
        'error run ID was interrupted in the middle of `x` (run, line 2): how far it came is not known\n  hint look what it has done, then run it again with --redo, or take it as done with --skip-interrupted\n',
    });
    const both = await resume(place, ['--redo', '--skip-interrupted']);
    expect(both.stderr).toContain('give one of them');
    const second = await resume(place, [`--${flag}`]);
    expect(second.exitCode, second.stdout + second.stderr).toBe(exitCode);
    expect(second.stdout).toContain(message);
    expect(read(place, 'said')).toBe(said);
    expect(await second.survivors()).toEqual([]);
    expect((await resume(place)).stderr).toContain('it has come to its end');
  });

  it.each(['require', 'configure', 'test', 'health'])(
    'runs a `%s` step again that was under way, without a word, and says so',
    async (role) => {
      const place = await killEngine([
        [`bash ${role} id=x`, 'echo run >>said; test -e up || { touch up; sleep 20; }'],
        ['bash run id=y', 'echo last >>said'],
      ]);
      const second = await resume(place);
      expect(second.exitCode, second.stdout + second.stderr).toBe(0);
      expect(second.stdout).toContain('x was interrupted when the engine died: it runs again');
      expect(read(place, 'said')).toBe('run\nrun\nlast\n');
    },
  );

  it('still wants that word when the engine that goes on dies before the step', async () => {
    const place = await killEngine([
      ['bash require id=r', 'echo r >>said; test ! -e slow || { touch up; sleep 20; }'],
      ['bash run id=x', 'echo x >>said; touch up; test -e slow || sleep 20'],
    ]);
    rmSync(join(place.dir, 'up'));
    writeFileSync(join(place.dir, 'slow'), '');
    const second = startInline('', { place, name: null, command: 'resume', args: ['--redo'] });
    await vi.waitFor(() => expect(existsSync(join(place.dir, 'up'))).toBe(true), 40_000);
    second.kill('SIGKILL');
    await second.result;
    expect((await resume(place)).stderr).toContain('in the middle of `x`');
    rmSync(join(place.dir, 'slow'));
    writeFileSync(
      join(place.dir, 'doc.md'),
      read(place, 'doc.md').replace('test -e slow || sleep 20', 'true'),
    );
    const third = await resume(place, ['--redo']);
    expect(third.exitCode, third.stdout + third.stderr).toBe(0);
    expect(read(place, 'said')).toBe('r\nx\nr\nr\nx\n');
    expect(await third.survivors()).toEqual([]);
  });

  it('H35: runs changed blocks again with all that follow, and lists every change', async () => {
    const blocks: Block[] = [
      ['bash run id=a', 'x=a; echo a >>said'],
      ['bash run id=b', 'x=${x}b; echo $x >>said'],
      ['bash run id=c', 'x=${x}c; echo $x >>said'],
      ['bash run id=d', FAILS_ONCE],
      ['bash run id=e', 'echo e >>said'],
    ];
    const { place } = await runBlocks(blocks);
    const now: Block[] = [
      ['bash run id=a', 'x=a; echo a >>said'],
      ['bash run id=b', 'x=${x}B; echo $x >>said'],
      ['bash run id=n', 'echo new >>said'],
      ['bash run id=c', 'x=${x}c; echo $x >>said'],
      ['bash run id=d', FAILS_ONCE],
    ];
    writeFileSync(join(place.dir, 'doc.md'), documentOf(now));
    const second = await resume(place);
    expect(second.exitCode, second.stdout + second.stderr).toBe(0);
    expect(read(place, 'said')).toBe('a\nab\nabc\naB\nnew\naBc\n');
    expect(second.stdout).toContain(
      '  b was changed since the run began\n  n is new since the run began\n  e is gone since the run began\n',
    );
    expect(eventsOf(second.events, 'run-start')[0]?.resumed).toMatchObject({ carried: ['a'] });
  });

  it('counts a changed expectation as a changed block', async () => {
    const doc = (output: string): string =>
      documentOf([
        ['bash run id=a', 'echo a | tee -a said'],
        ['output', output],
        ['bash run id=b', FAILS_ONCE],
      ]);
    const { place } = await runBlocks([
      ['bash run id=a', 'echo a | tee -a said'],
      ['output', 'a'],
      ['bash run id=b', FAILS_ONCE],
    ]);
    writeFileSync(join(place.dir, 'doc.md'), doc('<<:word>>'));
    expect((await resume(place)).exitCode).toBe(0);
    expect(read(place, 'said')).toBe('a\na\n');
  });

  it('has the params of before, and reads secrets again; nothing secret is on disk', async () => {
    const secret = 'hunter2-hunter2';
    const first = await runBlocks(
      [
        ['bash run id=a', 'copy=$TOKEN; echo "$PORT" >>said; eval "f() { echo $TOKEN; }"'],
        ['bash run id=b', `echo "$PORT \${#TOKEN} \${copy-none}" >>said; ${FAILS_ONCE}`],
      ],
      {
        frontMatter:
          '  params:\n    token: {type: string, secret: true}\n    port: {type: port, default: free}',
        env: { TOKEN: secret },
      },
    );
    const { place } = first;
    const missing = await resume(place);
    expect({ exitCode: missing.exitCode, error: missing.stderr.split('\n')[0] }).toEqual({
      exitCode: 2,
      error: 'error doc.md:4: param `token` needs a value',
    });
    const second = await resume(place, [], { env: { TOKEN: secret } });
    expect(second.exitCode, second.stdout + second.stderr).toBe(0);
    expect(second.stdout).toContain('not restored, since a secret was in it: copy, f\n');
    const [a, b, c] = read(place, 'said').trim().split('\n');
    expect([b, c]).toEqual([`${a} 15 ${secret}`, `${a} 15 none`]);
    for (const file of ['journal.jsonl', 'states', 'part-2/states'])
      expect(readFileSync(join(runFolder(place), file), 'utf8')).not.toContain('hunter2');
  });

  it('keeps to the selection of before, which it can be told anew from another folder', async () => {
    const first = await runBlocks(
      [
        ['bash run id=a', 'echo a >>said'],
        ['bash run id=b', FAILS_ONCE],
        ['bash run id=c', 'echo c >>said'],
      ],
      { args: ['--skip', 'c', '--workdir', 'w'] },
    );
    const elsewhere = await command({ ...first.place, dir: first.place.home }, 'resume');
    expect(elsewhere.exitCode).toBe(2);
    const second = await command({ ...first.place, dir: first.place.home }, 'resume', [
      runIds(first.place)[0] ?? '',
    ]);
    expect(second.exitCode, second.stdout + second.stderr).toBe(0);
    expect(read(first.place, 'w/said')).toBe('a\n');
  });

  it('after Ctrl-C runs the cancelled step again', async () => {
    const one = startInline(
      documentOf([
        ['bash run id=a', 'echo a >>said'],
        ['bash run id=b', 'echo b >>said; test -e up || { touch up; sleep 20; }'],
      ]),
    );
    await vi.waitFor(() => expect(existsSync(join(one.dir, 'up'))).toBe(true), 40_000);
    one.kill('SIGINT');
    expect((await one.result).stdout).toContain('next runbook resume ');
    expect((await resume(one.place)).exitCode).toBe(0);
    expect(read(one.place, 'said')).toBe('a\nb\nb\n');
  });
});
