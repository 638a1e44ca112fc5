import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, type BlocksOptions, reasonOf, runBlocks } from '../engine/blocks.ts';
import { everythingWritten, findLeaks, formsOf } from './everything-written.ts';

/** No document has it: a step puts it together. */
const SECRET = 'zq7-secret/of+steps';
const PRINT = `printf '%s\\n' "zq7-sec""ret/of+steps"`;

async function run(blocks: readonly Block[], options: BlocksOptions = {}) {
  const result = await runBlocks(blocks, options);
  return { result, leaks: findLeaks(everythingWritten(result), formsOf(SECRET)) };
}

describe('a secret step', () => {
  it('has no log, shows nothing, and is held against the real text', async () => {
    const { result, leaks } = await run(
      [
        ['bash run id=a secret', PRINT],
        ['output', `zq7-<<:any>>/of+steps`],
        ['bash run id=b secret', `${PRINT}; ${PRINT} >&2; echo '{"n": 1}'`],
        ['stdout', '...\n{"n": 1}'],
        ['assert', 'stderr contains "secret/of"'],
        ['bash run id=c secret', `printf '{"token": "%s"}' "$(${PRINT})"`],
        ['json expect', '{"token": "<<tok:any>>"}'],
      ],
      { args: ['--verbose'] },
    );
    expect(result.statuses, result.stdout).toEqual(['a passed', 'b passed', 'c passed']);
    expect(result.events.filter((event) => 'log' in event)).toEqual([]);
    expect(leaks).toEqual([]);
  });

  it('gives captures that are masked from then on, and usable in later steps', async () => {
    const { result, leaks } = await run([
      ['bash run id=a secret capture=tok', PRINT],
      ['bash run id=b', 'echo "x $tok"; printf "%s" "$tok" | base64 -w0'],
      ['output', `x \${tok}\n...`],
      [`bash run id=g env.X=\${tok}`, 'test "$X" = "$tok"; bash -c \'echo "$tok"\''],
      ['bash run id=c keep-going', 'echo "got $tok"; false'],
      ['bash run id=d keep-going', 'echo "got $tok"'],
      ['output', 'got nothing'],
      ['bash run id=e keep-going', 'echo "got $tok"'],
      ['output', 'got <<it:any>>'],
      ['text configure id=f file=conf expand', `key=\${tok}`],
      ['bash run id=h', 'cat conf'],
      ['assert', `file ./conf contains "\${tok}"\nstdout contains "\${tok}"`],
    ]);
    expect(result.statuses, result.stdout).toEqual([
      'a passed',
      'b passed',
      'g passed',
      'c failed',
      'd failed',
      'e failed',
      'f passed',
      'h passed',
    ]);
    expect(result.verdicts['a']).toEqual({ status: 'passed', captures: { tok: '•••' } });
    expect(result.logs['b']).toBe('x •••\n•••');
    expect(reasonOf(result, 'e')).toMatchObject({ kind: 'capture', name: 'it' });
    expect(result.stdout).toContain(
      'capture a part of the output that does not contain it, or tag the step `secret`',
    );
    expect(readFileSync(join(result.dir, 'conf'), 'utf8')).toBe(`key=${SECRET}\n`);
    expect(leaks).toEqual([]);
  });

  it('that fails says where and how much, not what', async () => {
    const { result, leaks } = await run([
      ['bash run id=define', `print() { ${PRINT}; }`],
      ['bash run id=a secret keep-going', `${PRINT}\n${PRINT} >&2\nfalse`],
      ['bash run id=b secret keep-going', PRINT],
      ['output', 'something else'],
      ['bash run id=c secret keep-going', PRINT],
      ['assert', 'exit == 0\nstdout contains "other"'],
      ['bash run id=d secret keep-going', `$(${PRINT})`],
      ['bash run id=e secret keep-going', `set -u; ${PRINT} >&2; : "\${!x}"`],
      [`bash run id=f secret keep-going if='print; exit 7'`, 'true'],
      ['bash run id=g secret keep-going', `bash -c 'sleep 987; true' "$(${PRINT})" & true`],
      ['bash run id=h secret keep-going timeout=3s', `${PRINT}; sleep 987`],
      ['bash run id=i secret keep-going retry=1 backoff=10ms', `${PRINT}; false`],
      ['bash run id=j secret keep-going', `printf '{"token": "%s"}' "$(${PRINT})"`],
      ['json expect', '{"token": "<<:int>>"}'],
      ['bash run id=k secret keep-going', PRINT],
      ['output', 'a (?)'],
    ]);
    expect(result.statuses, result.stderr).toEqual([
      'define passed',
      ...[...'abcdefghijk'].map((id) => `${id} failed`),
    ]);
    expect(leaks).toEqual([]);
    expect(result.events.filter((event) => 'tail' in event && event.tail?.length !== 0)).toEqual(
      [],
    );
    const text = result.stdout
      .replaceAll(/\d+(?:\.\d+)?m?s\b/g, 'TIME')
      .replaceAll(/pid \d+/g, 'pid N')
      // Bash names the file of the step, whose path has any length.
      .replaceAll(/\d+ bytes/g, 'N bytes')
      .replace(/runbook resume \w+/, 'runbook resume ID');
    expect(text.slice(text.indexOf('\n\n') + 2)).toMatchInlineSnapshot(`
      "✗ doc.md:6  run · a   (exit 1, TIME)
          9      │ false
        exited with 1; the step expects 0
        what it printed is secret: 2 lines, N bytes

      ✗ b       printf '%s\\n' "zq7-sec""ret/of+steps"             TIME

      ✗ doc.md:12  run · b   (TIME)
         13      │ printf '%s\\n' "zq7-sec""ret/of+steps"
        line 16: output (1 line)
        line 17 does not hold
        what it printed is secret: 1 line, N bytes

      ✗ c       printf '%s\\n' "zq7-sec""ret/of+steps"             TIME

      ✗ doc.md:20  run · c   (TIME)
         21      │ printf '%s\\n' "zq7-sec""ret/of+steps"
        line 24: assert (2 conditions)
        line 26 does not hold
        what it printed is secret: 1 line, N bytes

      ✗ d       $(printf '%s\\n' "zq7-sec""ret/of+steps")          TIME

      ✗ doc.md:29  run · d   (exit 127, TIME)
         30      │ $(printf '%s\\n' "zq7-sec""ret/of+steps")
        exited with 127; the step expects 0
        what it printed is secret: 1 line, N bytes

      ✗ e       set -u; printf '%s\\n' "zq7-sec""ret/of+steps" >…  TIME

      ✗ doc.md:33  run · e   (exit 1, TIME)
         34      │ set -u; printf '%s\\n' "zq7-sec""ret/of+steps" >&2; : "\${!x}"
        exited with 1; the step expects 0
        what it printed is secret: 2 lines, N bytes

      ✗ f       true                                              TIME

      ✗ doc.md:37  run · f   (exit 7, TIME)
        its \`if\` condition exited with 7; 0 means yes, 1 means no
        hint a condition that may fail in other ways ends with \`|| exit 1\`

      ✗ g       bash -c 'sleep 987; true' "$(printf '%s\\n' "zq7…  TIME

      ✗ doc.md:41  run · g   (TIME)
        it left 2 processes behind, stopped now:
          pid N  bash
          pid N  sleep
        hint a step that starts something that keeps running is tagged \`background\`, with a \`ready=\`

      ✗ h       printf '%s\\n' "zq7-sec""ret/of+steps"; sleep 987  TIME

      ✗ doc.md:45  run · h   (TIME)
        not finished after TIME; its processes were stopped
        what it printed is secret: 1 line, N bytes
        hint if it only needs longer, give the step a \`timeout=\`

      ✗ i       printf '%s\\n' "zq7-sec""ret/of+steps"; false      TIME (2 attempts)

      ✗ doc.md:49  run · i   (exit 1, TIME, attempt 2 of 2)
         50      │ printf '%s\\n' "zq7-sec""ret/of+steps"; false
        exited with 1; the step expects 0
        what it printed is secret: 1 line, N bytes

      ✗ j       printf '{"token": "%s"}' "$(printf '%s\\n' "zq7-…  TIME

      ✗ doc.md:53  run · j   (TIME)
         54      │ printf '{"token": "%s"}' "$(printf '%s\\n' "zq7-sec""ret/of+steps")"
        line 57: json expect
        line 58 does not hold
        what it printed is secret: 1 line, N bytes

      ✗ k       printf '%s\\n' "zq7-sec""ret/of+steps"             TIME

      ✗ doc.md:61  run · k   (TIME)
         62      │ printf '%s\\n' "zq7-sec""ret/of+steps"
        line 65: output (1 line)
        does not hold: there is more than it allows
        what it printed is secret: 1 line, N bytes

      next runbook resume ID
      1 passed, 11 failed in TIME
      "
    `);
  });

  it('is kept in memory up to 1 MiB, and more is a clear failure', async () => {
    const { result } = await run([
      ['bash run id=a secret', 'head -c 1048576 /dev/zero | tr "\\0" x'],
      ['bash run id=b secret', 'head -c 1048577 /dev/zero | tr "\\0" x'],
    ]);
    expect(result.statuses).toEqual(['a passed', 'b failed']);
    expect(reasonOf(result, 'b')).toEqual({
      kind: 'output-limit',
      limitBytes: 1024 ** 2,
      secret: true,
    });
    expect(result.stdout).toContain('printed more than 1 MiB; it was stopped');
    expect(result.stdout).toContain('what a `secret` step prints is kept in memory');
  });

  it('that is a file shows neither its body nor how it changed, and a new file is private', async () => {
    const { result } = await run(
      [
        ['text configure id=a file=new secret', 'line-of-the-body'],
        ['bash run id=b', 'echo old >old; chmod 640 old'],
        ['text configure id=c file=old secret', 'line-of-the-body'],
        ['text configure id=d file=more secret append mode=0644', 'line-of-the-body'],
      ],
      { args: ['--verbose'] },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    const modes = ['new', 'old', 'more'].map(
      (name) => statSync(join(result.dir, name)).mode & 0o777,
    );
    expect(modes.map((mode) => mode.toString(8))).toEqual(['600', '640', '644']);
    const leaks = findLeaks(everythingWritten(result), ['line-of-the-body']);
    // The document itself is in the run's folder as it was run.
    expect(leaks.filter((leak) => !leak.endsWith('doc.md'))).toEqual([]);
    expect(result.verdicts['c']).toEqual({
      status: 'passed',
      captures: {},
      file: { path: 'old', action: 'replaced', lines: 1, secret: true },
    });
  });
});

describe('what matches a mask of the front matter', () => {
  const MASK = "  mask: ['zq7-[a-z]+/of.steps', 'pin=\\d+']";

  it('is nowhere, also split over writes, in failures, files and background steps', async () => {
    const { result, leaks } = await run(
      [
        ['bash run id=a', PRINT],
        ['bash run id=b', `printf zq7-sec; sleep 0.2; echo ret/of+steps`],
        ['bash run id=c keep-going', `${PRINT}; ls "/$(${PRINT})"`],
        ['bash run id=d keep-going', `echo "x $(${PRINT})"`],
        ['output', 'x <<:int>>'],
        ['bash run id=e background ready=log:/up/', `${PRINT}; echo up; sleep 987`],
        ['bash run id=f', `${PRINT} >f; echo pin=1234`],
        ['assert', 'file ./f contains "•••"\nstdout == "pin=99"'],
        ['bash run id=g', 'echo pin=1234 ok'],
        ['output', 'pin=9 <<:word>>'],
        ['bash run id=h keep-going', 'echo pin=1234'],
        ['output', 'pin=<<n:int>>'],
      ],
      { frontMatter: MASK, args: ['--verbose'] },
    );
    expect(result.statuses, result.stdout).toEqual([
      'a passed',
      'b passed',
      'c failed',
      'd failed',
      'e passed',
      'f passed',
      'g passed',
      'h failed',
    ]);
    expect(result.logs['a']).toBe('•••\n');
    expect(result.logs['b']).toBe('•••\n');
    expect(leaks).toEqual([]);
    // Only the document has it, and what was made of it to be run.
    const pins = findLeaks(everythingWritten(result), ['1234']);
    expect(pins.filter((leak) => !/\.(?:md|sh)$/.test(leak))).toEqual([]);
  });
});
