import { describe, expect, it } from 'vitest';
import { documentOf } from '../../engine/blocks.ts';
import { parseTap, runReported } from './reporting.ts';

describe('tap', () => {
  it('H26: has a test point for each step of the document, the unrun as skipped with the reason', async () => {
    const { reports } = await runReported(
      `# Guide\n${documentOf([
        ['bash test id=one', 'true'],
        ['bash test id=two if=false', 'true'],
        ['bash test id=three', 'true'],
        ['bash diagnose id=why', 'true'],
      ])}`,
      { args: ['--skip', 'three'] },
    );
    expect(parseTap(reports.tap)).toEqual({
      ok: true,
      faults: [],
      points: [
        '  ok 1 one: Guide',
        '  ok 2 two: Guide # SKIP `false` does not hold',
        '  ok 3 why: Guide # SKIP nothing called for it',
        '  ok 4 three: Guide # SKIP not selected',
        'ok 1 doc.md: Guide',
      ],
    });
  });

  it('is not ok for a failure, and gives its account, whatever it has in it', async () => {
    const { reports } = await runReported(
      documentOf([
        [
          'bash test id=bad keep-going title="# not \\ a directive # TODO"',
          `printf ' ...\\n---\\n\\x01\\x85# SKIP\\n'`,
        ],
        ['output', 'not ok 3\n1..7\nBail out!'],
        ['bash test id=also', 'exit 9'],
        ['bash test id=never', 'true'],
      ]),
    );
    const { ok, faults, points } = parseTap(reports.tap);
    expect({ ok, points, faults }).toEqual({
      ok: false,
      faults: [],
      points: [
        '  not ok 1 bad: # not \\ a directive # TODO',
        '  not ok 2 also',
        '  ok 3 never # SKIP not reached',
        'not ok 1 doc.md',
      ],
    });
    expect(reports.tap).toContain('message: "exited with 9"');
  });

  it('is not ok for a run of which nothing ran', async () => {
    const { reports } = await runReported('# Doc\n');
    expect(parseTap(reports.tap).ok).toBe(false);
    expect(reports.tap).toContain('no step was executed, which is not a pass');
  });
});
