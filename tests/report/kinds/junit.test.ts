import { describe, expect, it } from 'vitest';
import { xmlText, xmlValue } from '../../../src/report/kinds/xml-text.ts';
import { documentOf } from '../../engine/blocks.ts';
import { describeCases, findAll, parseXml, runReported } from './reporting.ts';

describe('junit', () => {
  it('has a case for each step, with its verdict and the line that it is about', async () => {
    const { reports } = await runReported(
      `# Guide\n${documentOf([
        ['bash require id=tools', 'true'],
        ['bash test id=differs keep-going', 'echo got'],
        ['output', 'one\ngot'],
        ['bash test id=exits keep-going', 'true\nfalse'],
        ['bash test id=other if=false', 'true'],
        ['bash test id=late', 'exit 7'],
        ['bash run id=after', 'true'],
        ['bash cleanup id=clean', 'true'],
      ])}`,
    );
    expect(describeCases(reports.junit)).toEqual([
      'tools: Guide (3): passed',
      'differs: Guide (12): failure output (2 lines) does not match',
      'exits: Guide (18): failure exited with 1',
      'other: Guide (21): skipped `false` does not hold',
      'late: Guide (25): failure exited with 7',
      'after: Guide (29): skipped not reached',
      'clean: Guide (33): passed',
    ]);
    const [suite] = findAll(parseXml(reports.junit), 'testsuite');
    expect(suite?.attributes).toMatchObject({
      name: 'doc.md: Guide',
      tests: '7',
      failures: '3',
      errors: '0',
      skipped: '2',
      file: 'doc.md',
    });
    expect(parseXml(reports.junit).attributes).toMatchObject({ tests: '7', failures: '3' });
  });

  it('has the account of a failure as people read it, and what was found out about it', async () => {
    const { reports } = await runReported(
      `# Guide\n${documentOf([
        ['bash test on-fail=#help', 'echo "oh < no"'],
        ['output', 'fine'],
      ])}\n## Help\n\nLook here.\n${documentOf([['bash diagnose id=why', 'echo found; false']])}`,
    );
    const [failure] = findAll(parseXml(reports.junit), 'failure');
    expect(failure?.text).toContain('│ - fine');
    expect(failure?.text).toContain('│ + oh < no');
    expect(failure?.text).toContain('likely cause: why');
    expect(describeCases(reports.junit).at(-1)).toBe(
      'why: Help (16): skipped a likely cause: exited with 1',
    );
  });

  it.each([
    ['of which nothing ran', '# Doc\n', [], 'failure no step was executed, which is not a pass'],
    [
      'whose checklist is open',
      '```bash run\ntrue\n```\n\n- [ ] somebody looks\n',
      ['--require-checklist'],
      'failure 1 item of the checklist is open',
    ],
  ])('is not green for a run %s', async (_, document, args, verdict) => {
    const { reports, exitCode } = await runReported(document, { args });
    expect(exitCode).not.toBe(0);
    expect(describeCases(reports.junit).at(-1)).toBe(`(the run itself) (-): ${verdict}`);
  });

  it('shows what somebody has only said as skipped', async () => {
    const { reports, exitCode } = await runReported(
      '```text manual id=by-hand\nDo it.\n```\n\n```output\ndone\n```\n',
      { args: ['--manual=done'] },
    );
    expect(exitCode).toBe(4);
    expect(describeCases(reports.junit)).toEqual([
      expect.stringMatching(/^by-hand \(1\): skipped done by \S+, says --manual=done, unchecked$/),
    ]);
  });

  it('names the steps that the selection leaves out as skipped', async () => {
    const { reports } = await runReported(
      documentOf([
        ['bash run id=a', 'true'],
        ['bash run id=b', 'true'],
      ]),
      { args: ['--only', 'b'] },
    );
    expect(describeCases(reports.junit)).toEqual(['b (6): passed', 'a (2): skipped not selected']);
  });

  it('H25: is legal XML whatever bytes are printed', async () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16)}`).join('');
    const { reports } = await runReported(
      documentOf([
        [
          'bash test',
          `printf '%b\\n' ']]>&<!--' '${bytes}' '\\ufffe\\uffff' $'\\x1b[31mred' '\\ud800'`,
        ],
        ['output', 'nothing <of> "that"'],
      ]),
    );
    const [failure] = findAll(parseXml(reports.junit), 'failure');
    expect(failure?.text).toContain(']]>&<!--');
    expect(failure?.text).toContain('nothing <of> "that"');
  });

  it('keeps every legal character, and writes out the others', () => {
    const all = [...Array(0x3000).keys(), 0xd800, 0xdfff, 0xfffd, 0xfffe, 0xffff, 0x1f600, 0x10ffff]
      .map((code) => String.fromCodePoint(code))
      .join(' ');
    const { text, attributes } = parseXml(`<a b="${xmlValue(all)}">${xmlText(all)}</a>`);
    const written = all.replace(
      /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
      (char) => {
        const code = (char.codePointAt(0) ?? 0).toString(16);
        return code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, '0')}`;
      },
    );
    expect(text).toBe(written);
    expect(attributes['b']).toBe(written);
  });
});
