import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, runBlocks } from '../engine/blocks.ts';
import { runFolder, runIds } from './records.ts';
import { resume } from './resuming.ts';

describe('resume', () => {
  it.each<[string, readonly Block[], readonly string[], string]>([
    [
      'whose cleanup has run',
      [
        ['bash run id=a', 'false'],
        ['bash cleanup id=c', 'true'],
      ],
      [],
      'its cleanup or a rollback has run',
    ],
    ['that has passed', [['bash run id=a', 'true']], [], 'it has come to its end'],
  ])('is not possible for a run %s, and is not advised', async (_, blocks, args, why) => {
    const first = await runBlocks(blocks, { args });
    expect(first.stdout).not.toContain('runbook resume');
    const refused = await resume(first.place, runIds(first.place));
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`cannot be resumed: ${why}`);
  });

  it('is not possible without the document, whose copy is named', async () => {
    const first = await runBlocks([['bash run id=a', 'false']]);
    rmSync(join(first.dir, 'doc.md'));
    const refused = await resume(first.place);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`the document of run ${runIds(first.place)[0]} is gone`);
    expect(refused.stderr).toContain(join(runFolder(first.place), 'doc.md'));
  });

  it('says when the stored state is damaged', async () => {
    const first = await runBlocks([
      ['bash run id=a', 'x=1'],
      ['bash run id=b', 'false'],
    ]);
    writeFileSync(join(runFolder(first.place), 'states'), 'x');
    const refused = await resume(first.place);
    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain("cannot read the shell's state");
  });

  it('does not touch a run that another engine has gone on with', async () => {
    const first = await runBlocks([['bash run id=a', 'false']]);
    const two = await Promise.all(
      ['one', 'other'].map((name) =>
        resume({ ...first.place, report: join(first.dir, `${name}.jsonl`) }),
      ),
    );
    // One of them is refused, or comes later and goes on itself; never both at once.
    for (const { exitCode, stderr } of two) {
      expect([1, 2]).toContain(exitCode);
      if (exitCode === 2)
        expect(stderr).toMatch(/being run already|went on in the meantime|is under way/);
    }
    expect(two.some(({ exitCode }) => exitCode === 1)).toBe(true);
  });
});
