import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { documentOf } from '../engine/blocks.ts';
import { type Place, runInline, startInline } from '../helpers/run-inline.ts';
import { command, openToOthers, runFolder, runIds } from './records.ts';

const PASSING = documentOf([['bash run id=a', 'echo a']]);

/** Texts that differ from run to run replaced. */
function settle(text: string, place: Place): string {
  return runIds(place)
    .reduce((all, id) => all.replaceAll(id, 'ID'), text)
    .replaceAll(place.dir, 'DIR')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')
    .replaceAll(/\b\d+(\.\d+)?m?s\b */g, 'ELAPSED ');
}

/** A run whose engine is killed while its second step is under way. */
async function killEngine(): Promise<Place> {
  const one = startInline(
    documentOf([
      ['bash run id=a', 'echo a'],
      ['bash run id=b', 'touch up; sleep 20'],
    ]),
  );
  await vi.waitFor(() => expect(existsSync(join(one.dir, 'up'))).toBe(true), 40_000);
  one.kill('SIGKILL');
  await one.result;
  for (const { pid } of one.processes()) process.kill(pid, 'SIGKILL');
  return one.place;
}

describe('history', () => {
  it('lists the runs, the newest first', async () => {
    const { place } = await runInline(PASSING);
    const failing = documentOf(['true', ['bash run id=bad', 'false']]);
    writeFileSync(join(place.dir, 'bad.md'), failing);
    await runInline('', { place, name: 'bad.md' });
    await runInline('', { place, args: ['--skip', '@run', '--workdir', 'w'] });
    const { stdout, exitCode } = await command(place, 'history');
    expect(exitCode).toBe(0);
    expect(settle(stdout, place)).toMatchInlineSnapshot(`
      "ID  TIME  ELAPSED ↓ nothing ran    doc.md  DIR/w
      ID  TIME  ELAPSED ✗ failed at bad  bad.md  DIR
      ID  TIME  ELAPSED ✔ passed         doc.md  DIR
      "
    `);
  });

  it('shows the runs of one document alone, also when that is gone', async () => {
    const { place } = await runInline(PASSING);
    await runInline('', { place });
    rmSync(join(place.dir, 'doc.md'));
    writeFileSync(join(place.dir, 'other.md'), PASSING);
    await runInline('', { place, name: 'other.md' });
    const rows = async (document: string): Promise<number> =>
      (await command(place, 'history', [document])).stdout.trim().split('\n').length;
    expect(await rows('doc.md')).toBe(2);
    expect(await rows(join(place.dir, 'other.md'))).toBe(1);
    expect((await command(place, 'history', ['none.md'])).stdout).toContain(
      'no runs of none.md in',
    );
  });

  it('--json has what a script wants to know', async () => {
    const { place } = await runInline(documentOf([['bash run id=bad', 'exit 3']]));
    const { runs } = JSON.parse((await command(place, 'history', ['--json'])).stdout);
    expect(runs).toEqual([
      {
        run: runIds(place)[0],
        document: 'doc.md',
        path: join(place.dir, 'doc.md'),
        workdir: place.dir,
        began: expect.stringMatching(/Z$/),
        durationMs: expect.any(Number),
        verdict: 'failed',
        exitCode: 1,
        step: 'bad',
        kept: [],
        stopped: false,
        folder: runFolder(place),
      },
    ]);
  });

  it('tells a run whose engine died from one that goes on', async () => {
    const killed = await killEngine();
    expect((await command(killed, 'history')).stdout).toContain('■ unfinished at b');
    const live = startInline(documentOf([['bash run id=b', 'touch up; sleep 20']]));
    await vi.waitFor(() => expect(existsSync(join(live.dir, 'up'))).toBe(true), 40_000);
    expect((await command(live.place, 'history')).stdout).toContain('… running: b');
    live.kill('SIGINT');
    expect((await live.result).exitCode).toBe(130);
    expect((await command(live.place, 'history')).stdout).toContain('■ interrupted at b');
  });

  it('goes on behind a record that is damaged', async () => {
    const { place } = await runInline(PASSING);
    const damaged = runFolder(place);
    await runInline('', { place });
    writeFileSync(join(damaged, 'journal.jsonl'), 'x\n{}\n');
    const { stdout, exitCode } = await command(place, 'history');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('✔ passed');
    expect(stdout).toMatch(/unreadable.*journal\.jsonl:1: the journal is damaged/);
  });

  it('of an empty state folder says so', async () => {
    const { place } = await runInline(PASSING);
    const { stdout, exitCode } = await command(place, 'history', ['--state-dir', 'none']);
    expect({ stdout, exitCode }).toEqual({
      exitCode: 0,
      stdout: `no runs in ${join(place.dir, 'none')}\n`,
    });
  });
});

describe('report', () => {
  it('shows what the run showed', async () => {
    const ran = await runInline(
      documentOf([
        ['bash run id=a', 'echo a'],
        ['output', 'b'],
      ]),
    );
    const again = await command(ran.place, 'report', [runIds(ran.place)[0]?.slice(0, 3) ?? '']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toBe(ran.stdout);
  });

  it('writes the events again', async () => {
    const ran = await runInline(PASSING);
    const id = runIds(ran.place)[0] ?? '';
    const again = await command(ran.place, 'report', [id, '--report', 'jsonl=again.jsonl']);
    expect(again.exitCode).toBe(0);
    expect(readFileSync(join(ran.dir, 'again.jsonl'), 'utf8')).toBe(
      readFileSync(ran.place.report, 'utf8'),
    );
  });

  it('reads a journal whose last line is not whole, and says that there is no end', async () => {
    const place = await killEngine();
    appendFileSync(join(runFolder(place), 'journal.jsonl'), '{"type":"step-end","ti');
    const { stdout, exitCode } = await command(place, 'report', runIds(place));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/✔ a .*\nunfinished: the engine died while `b` was under way\n$/);
  });

  it.each<[string, (folder: string) => string, number, string]>([
    ['a run that there is not', () => 'zzzz', 2, 'there is no run `zzzz` in'],
    ['a name that is near', (id) => `${id.slice(0, 3)}!`, 2, 'did you mean `'],
    ['no name', () => '', 2, 'there is no run `` in'],
    ['a folder above', () => '..', 2, 'there is no run `..` in'],
  ])('of %s is refused', async (_, name, exitCode, message) => {
    const { place } = await runInline(PASSING);
    const result = await command(place, 'report', [name(runIds(place)[0] ?? '')]);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toContain(message);
  });

  it.each<[string, (folder: string) => void, number, string]>([
    [
      'is damaged',
      (f) => writeFileSync(join(f, 'journal.jsonl'), 'x\n'),
      5,
      'journal.jsonl:1: the journal is damaged',
    ],
    [
      'is empty',
      (f) => writeFileSync(join(f, 'journal.jsonl'), ''),
      2,
      'never began: its journal is empty',
    ],
    ['is gone', (f) => rmSync(join(f, 'journal.jsonl')), 2, 'never began: its journal is empty'],
    [
      'went with its folder',
      (f) => rmSync(f, { recursive: true }),
      2,
      'nothing was run with this state folder yet',
    ],
  ])('of a run whose journal %s says so', async (_, damage, exitCode, message) => {
    const { place } = await runInline(PASSING);
    const [id = ''] = runIds(place);
    damage(runFolder(place));
    const result = await command(place, 'report', [id]);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toContain(message);
  });

  it('of two runs that begin alike wants more of the name', async () => {
    const { place } = await runInline(PASSING);
    for (const id of ['abcd', 'abce'])
      cpSync(runFolder(place), join(runFolder(place), '..', id), {
        recursive: true,
        filter: (path) => !statSync(path).isFIFO(),
      });
    const { stderr, exitCode } = await command(place, 'report', ['abc']);
    expect({ stderr, exitCode }).toEqual({
      stderr: 'error 2 runs begin with `abc`: abcd, abce\n',
      exitCode: 2,
    });
  });
});

it('what is kept of runs is private', async () => {
  const { place } = await runInline(
    documentOf([
      'echo x',
      ['python run', 'print(1)'],
      ['bash run background ready=file:up', 'touch up; sleep 99'],
    ]),
  );
  expect(openToOthers(place)).toEqual([]);
});
