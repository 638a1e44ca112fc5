import { expect, it } from 'vitest';
import type { RunEvent, StepView } from '../../src/engine/events.ts';
import { createDispatcher } from '../../src/report/dispatch.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { createPlainReporter, type Verbosity } from '../../src/report/plain.ts';
import { loadWidthOf } from '../../src/report/width.ts';

const time = '2026-11-23T10:00:00.000Z';

function view(id: string, title: string, more: Partial<StepView> = {}): StepView {
  const base = {
    role: 'run',
    lang: 'bash',
    line: 10,
    section: [title],
    background: false,
  } as const;
  return { id, title, ...base, ...more };
}

const EVENTS: readonly RunEvent[] = [
  {
    type: 'run-start',
    time,
    run: '7f3k',
    version: '1.0.0',
    document: 'deployment.md',
    documentHash: '0',
    title: 'Soni deployment guide',
    workdir: '/srv/soni',
    runFolder: '/state/7f3k',
    params: [{ name: 'token', value: '•••', source: '$TOKEN' }],
    steps: [
      view('install', 'Install dependencies', { command: 'uv sync' }),
      view('config', 'Configure', { file: 'soni.yaml' }),
      view('mac', 'On macOS', { command: 'brew install' }),
      view('health', 'Health check', { line: 20, role: 'health', command: 'curl x' }),
      view('late', 'Later'),
    ],
    setup: {
      cwd: '/srv',
      path: '/srv/deployment.md',
      selection: { only: [], skip: [] },
      keep: true,
      cleanup: false,
      keepGoing: false,
      blocks: {},
    },
  },
  { type: 'step-start', time, step: 'install' },
  { type: 'step-output', step: 'install', lines: ['Resolved 80 packages'] },
  {
    type: 'step-end',
    time,
    step: 'install',
    verdict: { status: 'passed', captures: {} },
    durationMs: 41_200,
    attempts: 1,
    log: '/state/7f3k/1-install.log',
  },
  {
    type: 'step-end',
    time,
    step: 'config',
    verdict: {
      status: 'passed',
      captures: {},
      file: { path: 'soni.yaml', action: 'created', lines: 16 },
    },
    durationMs: 3,
    attempts: 1,
  },
  {
    type: 'step-end',
    time,
    step: 'mac',
    verdict: {
      status: 'skipped',
      reason: { kind: 'os', wanted: ['macos'], actual: 'linux' },
    },
    durationMs: 0,
    attempts: 0,
  },
  { type: 'attempt-start', time, step: 'health', attempt: 1, of: 2 },
  {
    type: 'attempt-failed',
    time,
    step: 'health',
    attempt: 1,
    durationMs: 5,
    reason: { kind: 'timeout', timeoutMs: 1000 },
  },
  { type: 'attempt-start', time, step: 'health', attempt: 2, of: 2 },
  {
    type: 'step-end',
    time,
    step: 'health',
    verdict: { status: 'failed', reason: { kind: 'timeout', timeoutMs: 1000 } },
    durationMs: 2000,
    attempts: 2,
  },
  {
    type: 'background-kept',
    time,
    step: 'server',
    pid: 7,
    started: 1,
    signal: 'TERM',
    stopTimeoutMs: 10_000,
    stop: 'kill 7',
  },
  { type: 'cleanup', time, suspended: '--keep leaves everything as it is' },
  {
    type: 'run-end',
    time,
    exitCode: 1,
    summary: { passed: 2, failed: 1, skipped: 1, cancelled: 0, durationMs: 43_500 },
  },
];

async function report(verbosity: Verbosity): Promise<string> {
  let text = '';
  const write = (piece: string): void => {
    text += piece;
  };
  const widthOf = await loadWidthOf([]);
  const reporter = createPlainReporter({ write, paint: PLAIN, verbosity, widthOf });
  const errors: unknown[] = [];
  const dispatcher = createDispatcher([reporter], (error) => errors.push(error));
  for (const event of EVENTS) dispatcher.emit(event);
  await dispatcher.close();
  expect(errors).toEqual([]);
  return text;
}

it('a run is one line for each step, its failures in full, and a count', async () => {
  expect(await report('normal')).toMatchInlineSnapshot(`
    "Soni deployment guide  /srv/soni · run 7f3k
    ✔ Install dependencies  uv sync                        41.2s
    ✔ Configure             soni.yaml (created, 16 lines)  3ms
    ↓ On macOS              brew install                   skipped: for macos; this is linux
    ✗ Health check          curl x                         2.0s (2 attempts)

    ✗ deployment.md:20  health · health   (2.0s, attempt 2 of 2)
      not finished after 1s; its processes were stopped
      hint if it only needs longer, give the step a \`timeout=\`

    server is still running; stop it with: kill 7
    cleanup did not run: --keep leaves everything as it is; --cleanup runs it
    2 passed, 1 failed, 1 skipped, 1 not reached in 43.5s
    "
  `);
});

it('--quiet leaves the failures and the count', async () => {
  expect(await report('quiet')).toMatchInlineSnapshot(`
    "
    ✗ deployment.md:20  health · health   (2.0s, attempt 2 of 2)
      not finished after 1s; its processes were stopped
      hint if it only needs longer, give the step a \`timeout=\`

    server is still running; stop it with: kill 7
    cleanup did not run: --keep leaves everything as it is; --cleanup runs it
    2 passed, 1 failed, 1 skipped, 1 not reached in 43.5s
    "
  `);
});

it('--verbose adds params, failed attempts and logs', async () => {
  const text = await report('verbose');
  expect(text).toContain('  token = ••• ($TOKEN)\n');
  expect(text).toContain('  health: attempt 1 failed: not finished after 1s');
  expect(text).toContain('  log /state/7f3k/1-install.log\n');
});
