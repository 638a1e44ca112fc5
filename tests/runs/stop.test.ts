import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { findFreePorts } from '../../src/plan/free-ports.ts';
import { type Block, documentOf, runBlocks } from '../engine/blocks.ts';
import { eventsOf, runInline, startInline } from '../helpers/run-inline.ts';
import { command, openToOthers, runFolder, runIds } from './records.ts';
import { killEngine, settle } from './resuming.ts';

const SERVER: Block = [
  'bash run id=server background ready=file:ready stop=USR1',
  'trap "echo bye >>said; exit" USR1; touch ready; while :; do sleep 0.05; done',
];
const SECRET =
  '  params:\n    token: {type: string, secret: true}\n    port: {type: port, default: free}';

describe('stop', () => {
  it('ends what --keep left by its own signal, and runs the cleanup in the state of the run', async () => {
    const result = await runBlocks(
      [
        'dir=$PWD/made; mkdir "$dir"; cd "$dir"; clean() { echo "clean $1 in $PWD $port" >>../said; }',
        ['bash run', 'echo 8042'],
        ['stdout', '<<port:int>>'],
        SERVER,
        ['bash cleanup id=late', 'clean late'],
        ['bash cleanup id=later', 'test ! -e said; clean later'],
      ],
      { args: ['--keep'] },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    expect(settle(result.stdout, result.place)).toContain(
      'cleanup did not run: --keep leaves everything as it is; later: runbook stop ID\nserver is still running; stop it with: runbook stop ID\n',
    );
    rmSync(join(result.dir, 'doc.md'));
    const stopped = await command(result.place, 'stop');
    expect(stopped.exitCode, stopped.stdout + stopped.stderr).toBe(0);
    expect(settle(stopped.stdout, result.place)).toMatchInlineSnapshot(`
      "doc.md  DIR · stop run ID
      ✔ later  test ! -e said; clean later  ELAPSED
      ✔ late   clean late                   ELAPSED
      server is stopped
      2 passed in ELAPSED
      "
    `);
    const made = join(result.dir, 'made');
    expect(readFileSync(join(result.dir, 'said'), 'utf8')).toBe(
      `clean later in ${made} 8042\nclean late in ${made} 8042\n`,
    );
    expect(readFileSync(join(made, 'said'), 'utf8')).toBe('bye\n');
    expect(await stopped.survivors()).toEqual([]);
    const again = await command(result.place, 'stop');
    expect({ exitCode: again.exitCode, stdout: again.stdout }).toEqual({
      exitCode: 0,
      stdout: `nothing to stop: no run of ${result.dir} has left anything\n`,
    });
  });

  it('of a run whose engine died ends all of it but daemons of steps that passed', async () => {
    const place = await killEngine(
      documentOf([
        SERVER,
        `setsid bash -c 'touch daemon; until test -e go; do sleep 0.01; done
           sleep 977.5 & touch gone; exec sleep 976.5' >/dev/null 2>&1 </dev/null &
         until test -e daemon; do :; done`,
        `touch go; until test -e gone; do :; done
         setsid sleep 984 >/dev/null 2>&1 </dev/null & (exec env -i sleep 983) & touch up; sleep 982`,
        ['bash cleanup id=c', 'echo cleaned >>said'],
      ]),
    );
    const stopped = await command(place, 'stop', [runIds(place)[0] ?? '']);
    expect(stopped.exitCode, stopped.stdout + stopped.stderr).toBe(0);
    expect(stopped.stdout).toMatch(
      /✔ c .*\nserver is stopped\nended \d+ processes of the engine that died\n1 passed/,
    );
    expect(readFileSync(join(place.dir, 'said'), 'utf8')).toBe('cleaned\nbye\n');
    const survivors = await stopped.survivors(2);
    for (const { pid } of survivors) process.kill(pid, 'SIGKILL');
    // What that daemon started since is its own.
    const left = survivors.map((survivor) => survivor.command);
    expect(left.sort()).toEqual(['sleep 976.5', 'sleep 977.5']);
    expect((await command(place, 'history')).stdout).toContain('unfinished at step-3, stopped');
    expect((await command(place, 'stop', runIds(place))).stdout).toContain('nothing to stop: run');
  });

  it('goes on with a cleanup in the middle of which the engine died', async () => {
    const place = await killEngine(
      documentOf([
        'true',
        ['bash cleanup id=first', 'echo first >>said'],
        ['bash cleanup id=second', 'echo second >>said; test -e up || { touch up; sleep 30; }'],
        ['bash cleanup id=third', 'echo third >>said'],
      ]),
    );
    expect((await command(place, 'stop')).exitCode).toBe(0);
    expect(readFileSync(join(place.dir, 'said'), 'utf8')).toBe('third\nsecond\nsecond\nfirst\n');
  });

  it('runs the cleanup that a selection has suspended; its failure is the exit code', async () => {
    const ran = await runBlocks(
      [
        ['bash run id=a', 'true'],
        ['bash run id=b', 'true'],
        ['bash cleanup id=c', 'echo broken; false'],
      ],
      { args: ['--only', 'a'] },
    );
    expect(ran.exitCode).toBe(0);
    const stopped = await command(ran.place, 'stop');
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stdout).toContain('broken');
    // It had its turn.
    expect((await command(ran.place, 'stop')).stdout).toContain('nothing to stop');
  });

  it('never touches a process that got the pid of what was kept', async () => {
    const ran = await runBlocks([SERVER], { args: ['--keep'] });
    const other = spawn('sleep', ['986'], { detached: true });
    const path = join(runFolder(ran.place), 'journal.jsonl');
    const [kept] = eventsOf(ran.events, 'background-kept');
    process.kill(-(kept?.pid ?? Number.NaN), 'SIGKILL');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll(`"pid":${kept?.pid},`, `"pid":${other.pid},`));
    const stopped = await command(ran.place, 'stop');
    const { exitCode, signalCode } = other;
    other.kill('SIGKILL');
    expect({ stop: stopped.exitCode, exitCode, signalCode }).toEqual({
      stop: 0,
      exitCode: null,
      signalCode: null,
    });
    expect(stopped.stdout).toContain('server had ended already');
  });

  it('kills what does not heed its signal in time', async () => {
    const deaf: Block = [
      'bash run id=deaf background ready=file:up stop-timeout=200ms',
      'trap "" TERM; touch up; while :; do sleep 0.05; done',
    ];
    const ran = await runBlocks([deaf], { args: ['--keep'] });
    const stopped = await command(ran.place, 'stop');
    expect(stopped.stdout).toContain('deaf did not stop in time and was killed');
    expect(await stopped.survivors()).toEqual([]);
  });

  it('is what another run advises whose port it has left taken, and by which run', async () => {
    const server: Block = [
      'bash run id=server background ready=port:${port}',
      'exec python3 -m http.server "$PORT" --bind 127.0.0.1',
    ];
    const [port] = await findFreePorts(1, new Set());
    const env = { PORT: String(port) };
    const frontMatter = '  params:\n    port: {type: port}';
    const left = await runBlocks([server], { args: ['--keep'], frontMatter, env });
    expect(left.exitCode, left.stdout).toBe(0);
    const ids = runIds(left.place);
    const again = await runInline('', { place: left.place, env });
    const stopped = await command(left.place, 'stop', ids);
    const [run] = /of run \w+\n.*hint.*$/m.exec(again.stdout) ?? [again.stdout];
    expect(run).toMatch(new RegExp(`^of run ${ids[0]}\n {2}hint .*: \`runbook stop RUN\``));
    expect(await stopped.survivors()).toEqual([]);
  });

  it('leaves a run alone that is under way, and names it, also when no run is named', async () => {
    const one = startInline(documentOf(['touch up; sleep 20']));
    await vi.waitFor(() => expect(existsSync(join(one.dir, 'up'))).toBe(true), 40_000);
    for (const word of [runIds(one.place), []]) {
      const refused = await command(one.place, 'stop', word);
      expect({ exitCode: refused.exitCode, stderr: settle(refused.stderr, one.place) }).toEqual({
        exitCode: 2,
        stderr: `error run ID is under way in process ${one.child.pid}\n  hint to stop it, with its cleanup: kill -INT ${one.child.pid}\n`,
      });
    }
    one.kill('SIGINT');
    expect((await one.result).exitCode).toBe(130);
  });

  it('reads secrets again for a cleanup, and names one that is missing', async () => {
    const env = { TOKEN: 'hunter2-hunter2' };
    const ran = await runBlocks(
      [SERVER, ['bash cleanup id=c', 'echo "$TOKEN $PORT" | sed s/hunter2-//']],
      { args: ['--keep'], frontMatter: SECRET, env },
    );
    const missing = await command(ran.place, 'stop');
    expect({ exitCode: missing.exitCode, error: missing.stderr.split('\n')[0] }).toEqual({
      exitCode: 2,
      error: 'error doc.md:4: param `token` needs a value',
    });
    const fixed = await command(ran.place, 'stop', ['--set', 'port=1'], { env });
    expect(fixed.stderr).toContain('`port`: the value is the one that the run began with');
    const stopped = await command(ran.place, 'stop', [], { env });
    expect(stopped.exitCode, stopped.stdout + stopped.stderr).toBe(0);
    const [start] = eventsOf(ran.events, 'run-start');
    const port = start?.params.find(({ name }) => name === 'port')?.value;
    const part = join(runFolder(ran.place), 'part-2');
    const log = readdirSync(part).find((name) => name.endsWith('c.log')) ?? '';
    expect(readFileSync(join(part, log), 'utf8')).toBe(`hunter2 ${port}\n`);
    expect(openToOthers(ran.place)).toEqual([]);
  });

  it('needs no secret where only processes are to be ended', async () => {
    const ran = await runBlocks([SERVER], {
      args: ['--keep'],
      frontMatter: SECRET,
      env: { TOKEN: 'hunter2-hunter2' },
    });
    expect((await command(ran.place, 'stop')).exitCode).toBe(0);
    expect(await ran.survivors()).toEqual([]);
  });
});
