import { describe, expect, it } from 'vitest';
import type { StepView } from '../../src/engine/events.ts';
import type { FailureReason } from '../../src/engine/verdict.ts';
import { describeFailure, type Failure } from '../../src/report/failure-text.ts';
import { PLAIN } from '../../src/report/paint.ts';

const STEP: StepView = {
  id: 'server',
  role: 'run',
  title: 'Run Server',
  lang: 'bash',
  line: 48,
  section: ['Run Server'],
  background: false,
};

function text(reason: FailureReason, more: Partial<Failure> = {}): string {
  const failure = { document: 'deployment.md', step: STEP, reason, durationMs: 1200, ...more };
  return describeFailure(failure, PLAIN).join('\n');
}

describe('a step that ended otherwise than expected', () => {
  it('shows the command with its line, the parts of the pipeline and the last lines', () => {
    const shown = text(
      {
        kind: 'exit',
        exit: { code: 1 },
        expected: { kind: 'codes', codes: [0, 2] },
        command: { line: 50, source: 'make all | tee log', pipeStatus: [1, 0] },
      },
      { attempts: 3, of: 3, log: '/var/log/3-server.log', tail: ['one', 'two \x1b[31m'] },
    );
    expect(shown).toMatchInlineSnapshot(`
      "✗ deployment.md:48  run · server   (exit 1, 1.2s, attempt 3 of 3)
         50      │ make all | tee log
                 │ exit codes of its parts: 1 | 0
        exited with 1; the step expects 0 or 2
        last 2 lines printed:
          one
          two \\x1b[31m
        log  /var/log/3-server.log"
    `);
  });

  it("shows the shell's own message once", () => {
    const shown = text(
      {
        kind: 'exit',
        exit: { code: 127 },
        expected: { kind: 'codes', codes: [0] },
        command: { line: 50, source: 'uvv sync', message: 'uvv: command not found' },
      },
      { tail: ['/state/runs/7f3k/3-server.sh: line 1: uvv: command not found'] },
    );
    expect(shown).toMatchInlineSnapshot(`
      "✗ deployment.md:48  run · server   (exit 127, 1.2s)
         50      │ uvv sync
                 │ uvv: command not found
        exited with 127; the step expects 0
        hint \`uvv\` was not found: is it installed, and is its folder on PATH in this step?"
    `);
  });

  it.each<[FailureReason, string]>([
    [
      { kind: 'exit', exit: { signal: 'KILL' }, expected: { kind: 'nonzero' } },
      'ended by SIGKILL; the step expects a code other than 0',
    ],
    [
      { kind: 'exit', exit: { code: 0 }, expected: { kind: 'signal', signal: 'TERM' } },
      'exited with 0; the step expects SIGTERM',
    ],
  ])('%j reads as it was meant', (reason, expected) => {
    expect(text(reason)).toContain(expected);
  });

  it('keeps to the last fifteen of many lines', () => {
    const tail = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
    const shown = text(
      { kind: 'exit', exit: { code: 1 }, expected: { kind: 'codes', codes: [0] } },
      { tail },
    );
    expect(shown).toContain('last 15 lines printed:\n    line 26\n');
  });
});

describe('a step that never came to its end', () => {
  it.each<[FailureReason, readonly string[]]>([
    [{ kind: 'timeout', timeoutMs: 60_000 }, ['one']],
    [{ kind: 'run-timeout', timeoutMs: 600_000 }, []],
    [{ kind: 'leftover', processes: [{ pid: 812, command: 'sleep 100' }] }, ['not shown']],
    [{ kind: 'not-ready', waitedMs: 60_000, lastReason: 'port 8000: connection refused' }, []],
    [{ kind: 'exit-before-ready', exit: { code: 3 } }, ['IndexError: list index out of range']],
    [{ kind: 'background-died', exit: { signal: 'SEGV' } }, []],
    [{ kind: 'address-taken', address: '127.0.0.1:8000', holder: 'pid 812 (nginx)' }, []],
    [{ kind: 'not-ours', address: '127.0.0.1:8000', holder: 'pid 812 (nginx)' }, []],
    [{ kind: 'file', path: 'a.yaml', message: 'is a folder', hint: 'remove it' }, []],
    [{ kind: 'condition', attribute: 'if', exit: { code: 7 }, output: 'oops\n' }, []],
    [{ kind: 'output-limit', limitBytes: 1024 ** 3 }, []],
    [{ kind: 'timeout', timeoutMs: 5_000, request: 'GET http://h/x' }, ['HTTP/1.1 200 OK']],
    [{ kind: 'output-limit', limitBytes: 1024 ** 3, request: 'GET http://h/x' }, ['not shown']],
    [
      {
        kind: 'no-response',
        request: 'GET https://h/x\x1b',
        begun: false,
        message: 'its certificate has expired',
        hint: 'renew it',
      },
      ['not shown'],
    ],
    [
      { kind: 'no-response', request: 'GET http://h/x', begun: true, message: 'cut off' },
      ['HTTP/1.1 200 OK', '', 'half'],
    ],
    [
      {
        kind: 'http-status',
        request: 'POST http://h/x',
        status: 500,
        statusText: 'Internal Server Error',
        excerpt: '<html>\nTraceback \n',
      },
      ['not shown'],
    ],
    [
      { kind: 'http-status', request: 'GET http://h/', status: 599, statusText: '', excerpt: '' },
      [],
    ],
    [{ kind: 'cannot-start', message: 'the environment is too large', hint: 'unset BIG' }, []],
  ])('is told for %j', (reason, tail) => {
    expect(text(reason, { tail })).toMatchSnapshot();
  });
});

describe('a hint', () => {
  it.each([
    ['error: Failed to fetch: dns error: failed to lookup address', 'the network seems'],
    ['curl: (6) Could not resolve host: example.org', 'the network seems'],
    ['Temporary failure in name resolution', 'the network seems'],
    ['OSError: [Errno 28] No space left on device', 'the disk is full'],
    [
      "touch: cannot touch '/root/a b': Permission denied",
      '`/root/a b` may not be used by this user',
    ],
    ['bash: ./x.sh: Permission denied', '`./x.sh` may not be used by this user'],
  ])('follows `%s`', (line, hint) => {
    const reason: FailureReason = {
      kind: 'exit',
      exit: { code: 1 },
      expected: { kind: 'codes', codes: [0] },
    };
    expect(text(reason, { tail: [line] })).toContain(`hint ${hint}`);
  });
});
