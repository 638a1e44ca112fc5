import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileExpectation } from '../../../src/expect/registry.ts';
import {
  createSource,
  createSurroundings,
  evaluate,
  type Printed,
  problemsOf,
  showMismatch,
} from '../sources.ts';

async function show(info: string, lines: readonly string[], printed: Printed): Promise<string> {
  return showMismatch(await evaluate(info, lines, printed));
}

describe('`LANG expect` compares the lines of', () => {
  it.each([
    ['stdout', 'text expect', { stdout: 'a\n', stderr: 'b\n' }],
    ['stdout by name', 'text expect from=stdout', { stdout: 'a\n' }],
    ['stderr', 'text expect from=stderr', { stderr: 'a\n' }],
    ['output', 'text expect from=output', { output: 'a\n' }],
    ['a file', 'ini expect from=file:app.conf', { files: { 'app.conf': 'a\n' } }],
    [
      'a file whose path has values',
      'toml expect from=file:${dir}/app-${n}.toml',
      { files: { 'etc/app-1.toml': 'a\n' }, scope: { dir: 'etc', n: '1' } },
    ],
    [
      'a file in another mode',
      'ini expect from=file:x match=contains',
      { files: { x: 'b\na\nc\n' } },
    ],
  ])('%s', async (_, info, printed) => {
    expect(await show(info, ['a'], printed)).toBe('ok');
    expect(await show(info, ['b (no-eol)'], printed)).not.toBe('ok');
  });

  it('a file, from which it captures', async () => {
    const files = { f: 'port=8080\n' };
    const result = await evaluate('ini expect from=file:f', ['port=<<port:int>>'], { files });
    expect(result.ok && [...result.captures]).toEqual([['port', '8080']]);
  });
});

describe('`LANG expect`', () => {
  it('says what keeps a file from being compared', async () => {
    expect(await show('ini expect from=file:${x}/a.conf', ['a'], { scope: { x: 'etc' } })).toBe(
      '! `etc/a.conf` does not exist',
    );
    expect(await show('ini expect from=file:${x}', ['a'], {})).toBe('! `x` has no value');
    expect(await show('ini expect from=file:\\${x}', ['a'], {})).toBe('! `${x}` does not exist');
  });

  it('survives a file that goes away while it is read', async () => {
    const compiled = compileExpectation(createSource('ini expect from=file:a', ['x']));
    const view = {
      size: 2,
      *chunks(): Iterable<Uint8Array> {
        yield Buffer.from('x\n');
        readFileSync('/nonexistent/file');
      },
    };
    const subject = {
      ...{ exit: { code: 0 }, durationMs: 0, stdout: view, stderr: view, output: view },
      surroundings: {
        ...createSurroundings({}),
        readFile: async () => ({ ok: true, view, mode: 0o644 }) as const,
      },
    };
    if (!compiled.ok) throw new Error('the expectation must be correct');
    const result = await compiled.expectation.evaluate(subject, new Map());
    expect(showMismatch(result)).toBe(
      "! it cannot be read: ENOENT: no such file or directory, open '/nonexistent/file'",
    );
  });

  it('tells what it reads and refers to', () => {
    const info = 'ini expect match=lines from=file:${dir}/a.conf';
    const compiled = compileExpectation(createSource(info, ['a', 'b <<c:int>> ${d}']));
    expect(compiled.ok && { ...compiled.expectation, evaluate: null }).toMatchInlineSnapshot(`
      {
        "captures": [
          {
            "column": 3,
            "line": 12,
            "name": "c",
            "refuse": [Function],
          },
        ],
        "evaluate": null,
        "references": [
          {
            "column": 37,
            "line": 10,
            "name": "dir",
          },
          {
            "column": 13,
            "line": 12,
            "name": "d",
          },
        ],
        "streams": [],
        "summary": "\${dir}/a.conf (2 lines)",
      }
    `);
  });

  it.each([
    'text expect from=stdin',
    'text expect from=file:',
    'text expect from',
    'text expect path=$',
  ])('refuses `%s`', (info) => {
    expect(problemsOf(info, ['a'])).toMatchSnapshot();
  });
});
