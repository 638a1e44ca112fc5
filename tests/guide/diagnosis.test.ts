import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, type InlineResult, runInline } from '../helpers/run-inline.ts';
import { readGuide } from './run-guide.ts';

const MINUTES = 60_000;
const GUIDE = readGuide('deployment.md');

/** What is changed in the guide, so that it goes wrong as it says. */
type Change = readonly [what: string, by: string];

interface Trouble {
  readonly changes: readonly Change[];
  /** The last step that runs. */
  readonly until: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ids of the `diagnose` blocks that find something. */
  readonly causes: readonly string[];
  /** What the first of them prints. */
  readonly shows: string;
}

const STAND_IN = 'LLM_API_BASE="http://127.0.0.1:$LLM_PORT/v1" OPENAI_API_KEY=not-used';
const FLOWS = /flows:\n {2}greet:[\s\S]*?(?=slots:)/.exec(GUIDE)?.[0] ?? '';
const RULES = /rules:\n {2}- name: a name[\s\S]*?(?=```)/.exec(GUIDE)?.[0] ?? '';
const AGAIN =
  'uv run uvicorn server:app --host 127.0.0.1 --port "$PORT"\n```\n\n```output\n...\nOptim';

/** Rules of a stand-in that answers every request with an error. */
const refuse = (status: number): Change => [
  RULES,
  `rules:\n  - name: refused\n    respond:\n      status: ${status}\n      error: "No"\n`,
];
/** Commands of the shell before a step, from the line above it. */
const first = (commands: string, line: string): Change => [line, `${commands}\n${line}`];
const atStart = (commands: string): Change =>
  first(commands, 'export SONI_CONFIG_PATH="$PWD/soni.yaml"');
const beforeHealth = (commands: string): Change =>
  first(commands, 'curl -fsS "http://127.0.0.1:$LLM_PORT/_fakellm/stats"');

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'the configuration is not where the variable says': {
    changes: [['export SONI_CONFIG_PATH="$PWD/soni.yaml"', 'export SONI_CONFIG_PATH=else.yaml']],
    until: 'server',
    causes: ['configuration'],
    shows: 'Configuration file not found: else.yaml',
  },
  'the configuration is no YAML': {
    changes: [atStart("echo 'slots: [' >else.yaml"), ['$PWD/soni.yaml', '$PWD/else.yaml']],
    until: 'server',
    causes: ['configuration'],
    shows: 'Invalid YAML syntax',
  },
  'a field of the configuration has another type': {
    changes: [
      [
        'version: "1.0"\nsettings:\n  models:\n    nlu:\n',
        'version: 1.0\nsettings:\n  models:\n    nlu:\n',
      ],
    ],
    until: 'server',
    causes: ['configuration'],
    shows: 'validation error for SoniConfig',
  },
  'the configuration has no flow': {
    changes: [[FLOWS, 'flows: {}\n']],
    until: 'server',
    causes: ['configuration'],
    shows: 'IndexError: list index out of range',
  },
  'the server was given another port': {
    changes: [beforeHealth('export PORT=9')],
    until: 'health',
    causes: ['listening'],
    shows: 'Failed to connect to 127.0.0.1 port 9',
  },
  'another program has the port that is asked': {
    changes: [beforeHealth('export PORT="$LLM_PORT"')],
    until: 'health',
    causes: ['is-soni'],
    shows: 'fakellm',
  },
  "Soni's own server is served": {
    changes: [
      [
        'uvicorn server:app --host 127.0.0.1 --port "$PORT"\n```\n\nIt is up',
        'uvicorn soni.server.api:app --host 127.0.0.1 --port "$PORT"\n```\n\nIt is up',
      ],
    ],
    until: 'hello',
    causes: ['nodes'],
    shows: 'Node factory for type',
  },
  'there is no key': {
    changes: [[STAND_IN, 'LLM_API_BASE="http://127.0.0.1:$LLM_PORT/v1"; unset OPENAI_API_KEY']],
    until: 'hello',
    causes: ['key-is-set'],
    shows: 'OPENAI_API_KEY is not set',
  },
  'the provider refuses the key': {
    changes: [refuse(401)],
    until: 'hello',
    causes: ['model'],
    shows: '401',
  },
  'there were too many requests': {
    changes: [refuse(429)],
    until: 'hello',
    causes: ['model'],
    shows: '429',
  },
  'the model cannot be reached': {
    changes: [[STAND_IN, 'LLM_API_BASE=http://127.0.0.1:9/v1 OPENAI_API_KEY=not-used']],
    until: 'hello',
    causes: ['model'],
    shows: 'Failed to connect to 127.0.0.1 port 9',
  },
  'the backend is one that Soni does not have': {
    changes: [first("sed -i 's/backend: sqlite/backend: postgresql/' soni.yaml", AGAIN)],
    until: 'remembered',
    causes: ['backend'],
    shows: 'postgresql',
  },
  'the file of the state cannot be opened': {
    changes: [first('rm -f dialogue_state.db*; mkdir dialogue_state.db', AGAIN)],
    until: 'remembered',
    causes: ['state-file'],
    shows: 'unable to open database file',
  },
  'the database cannot be reached': {
    changes: [first('rm -f dialogue_state.db*', AGAIN)],
    until: 'remembered',
    env: { STATE_URL: 'postgresql://soni:secret@127.0.0.1:9/soni' },
    causes: ['state-server'],
    shows: '127.0.0.1:9: [Errno 111] Connection refused',
  },
};

function change(changes: readonly Change[]): string {
  return changes.reduce((text, [what, by]) => {
    const at = what === '' ? -1 : text.indexOf(what);
    if (at === -1) throw new Error(`the guide does not have:\n${what}`);
    return text.slice(0, at) + by + text.slice(at + what.length);
  }, GUIDE);
}

describe('Troubleshooting in runbooks/deployment.md', () => {
  const workdir = mkdtempSync(join(tmpdir(), 'soni-trouble-'));
  const run = async (text: string, args: readonly string[], env = {}): Promise<InlineResult> =>
    runInline(text, {
      name: 'deployment.md',
      args: ['--workdir', workdir, ...args],
      env: { STATE_URL: undefined, ...env },
      timeoutMs: 5 * MINUTES,
    });

  beforeAll(async () => {
    const installed = await run(GUIDE, ['--until', 'version']);
    expect(installed.exitCode, installed.stdout).toBe(0);
  }, 10 * MINUTES);
  afterAll(() => rmSync(workdir, { recursive: true, force: true }));

  it.each(Object.entries(TROUBLES))(
    'finds the cause when %s',
    async (_, { changes, until, env, causes, shows }) => {
      const result = await run(change(changes), ['--until', until], env);
      expectCauses(result, until, causes, shows);
    },
    5 * MINUTES,
  );

  it(
    'finds the cause when a module is damaged',
    async () => {
      const [module = ''] = globSync('.venv/lib/python*/site-packages/dspy', {
        cwd: workdir,
        onlyDirectories: true,
        absolute: true,
        dot: true,
      });
      const place = module.replace(/\/$/, '');
      renameSync(place, `${place}.away`);
      try {
        const result = await run(GUIDE, ['--until', 'server']);
        const shown = "ModuleNotFoundError: No module named 'dspy'";
        expectCauses(result, 'server', ['modules'], shown);
      } finally {
        renameSync(`${place}.away`, place);
      }
    },
    5 * MINUTES,
  );

  it(
    'finds the cause when the port is taken',
    async () => {
      const server = createServer();
      const port = await listen(server);
      try {
        const result = await run(GUIDE, ['--until', 'server', '--set', `port=${port}`]);
        expectCauses(result, 'server', ['port'], `127.0.0.1:${port}`);
      } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
    5 * MINUTES,
  );
});

/** What a block prints, and not the words of its section, says what was found. */
function expectCauses(
  result: InlineResult,
  step: string,
  causes: readonly string[],
  shows: string,
): void {
  expect(result.exitCode, result.stdout).toBe(1);
  expect(
    eventsOf(result.events, 'diagnosed').map((event) => [event.step, event.causes]),
    result.stdout,
  ).toEqual([[step, causes]]);
  const found = eventsOf(result.events, 'step-end').find((end) => end.step === causes[0]);
  expect(found?.tail?.join('\n')).toContain(shows);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
