import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type Block, documentOf, withBlocks } from '../engine/blocks.ts';
import { readBody, serve } from '../engine/web.ts';
import { type InlineResult, runInline, startInline } from '../helpers/run-inline.ts';
import { EVERY_REPORT, KINDS, readReports } from '../report/kinds/reporting.ts';
import { everythingWritten, findLeaks, formsOf } from './everything-written.ts';

/** Secrets that no document has: given to it, made by a step, or told by their form only. */
const PARAM = 'Kq3+param/secret value';
const MADE = 'zq7-made/secret+value';
const MADE_BY = 'printf %s "zq7-ma""de/secret+value"';
const FORM = 'ghp_tokenOfAForm';
const FORM_BY = 'printf %s "gh""p_tokenOfAForm"';

const FRONT_MATTER = `  params:
    token: {type: string, secret: true}
    port: {type: port}
  mask: ['ghp_\\w+']`;

/** In base64 at each of three places, in the base64 of addresses, and URL-encoded, upper and lower. */
const ENCODE = `encode() {
  for before in "" : ::; do printf %s "$before$1" | base64 -w0; echo; printf %s "$before$1" | base64 -w0 | tr +/ -_; echo; done
  local i c upper=
  for ((i = 0; i < \${#1}; i++)); do
    c=\${1:i:1}
    [[ $c == [A-Za-z0-9-] ]] || printf -v c "%%%02X" "'$c"
    upper+=$c
  done
  echo "$upper"; [[ $upper != *%2B* ]] || echo "\${upper//%2B/%2b}" | sed "s/%2F/%2f/g"
}`;

const asked: string[] = [];
const port = await serve(async (request, response) => {
  asked.push(String(request.headers['authorization']));
  const body = await readBody(request);
  response.writeHead(request.url === '/no' ? 500 : 200, { 'X-Seen': asked.at(-1) ?? '' });
  response.end(JSON.stringify({ seen: request.headers['authorization'], body, path: request.url }));
});

const BLOCKS: Block[] = [
  ['bash require id=req', 'test -n "$TOKEN"; echo "$TOKEN"'],
  [`bash run id=make secret capture=made`, MADE_BY],
  ['bash run id=use', `echo "$TOKEN $made $(${FORM_BY})"; set -x; : "$TOKEN" "$made"`],
  ['output', `\${token} \${made} •••\n...`],
  [
    'bash run id=args',
    `bash -c 'sleep 0.1; echo "$TOKEN"' & wait; cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -cFf <(printf '%s\\n' "$TOKEN" "$made") || true`,
  ],
  ['output', '...\n0'],
  [
    'bash run id=encoded keep-going',
    `${ENCODE}\nfor s in "$TOKEN" "$made"; do encode "$s"; done; false`,
  ],
  ['output', 'nothing'],
  [
    'bash run id=split keep-going',
    'for s in "$TOKEN" "$made"; do printf "%s" "${s:0:7}"; sleep 0.1; printf "%s\\n" "${s:7}"; done; printf gh; sleep 0.1; echo p_tokenOfAForm; false',
  ],
  ['text configure id=file file=secret.conf secret expand', `key=\${token}`],
  ['text configure id=again file=secret.conf secret expand', `other=\${made}`],
  ['text configure id=open file=open.conf expand', `key=\${token}`],
  ['text configure id=replace file=open.conf expand', `made=\${made}\nkey=\${token}`],
  [
    'http run id=ask',
    `POST http://127.0.0.1:\${port}/a?t=\${made}\nAuthorization: Bearer \${token}\n\n\${token} \${made}`,
  ],
  ['http expect', `HTTP 200\nx-seen: Bearer \${token}`],
  [
    'http run id=ask-secretly secret',
    `GET http://127.0.0.1:\${port}/b\nAuthorization: Bearer \${token}`,
  ],
  ['json expect', '{"seen": "Bearer <<seen:any>>"}'],
  [
    'http run id=refused keep-going',
    `GET http://127.0.0.1:\${port}/no\nAuthorization: Bearer \${made}`,
  ],
  [
    'bash run id=retry keep-going retry=2 backoff=10ms',
    `echo "$TOKEN $made"; ${FORM_BY} >&2; exit 3`,
  ],
  ['bash run id=differs keep-going', `echo "a $TOKEN"; echo "b $made"; echo "c $(${FORM_BY})"`],
  ['output', 'a nothing\nb nothing\nc nothing'],
  ['bash run id=secretly keep-going secret', `echo "$TOKEN $(${FORM_BY})"`],
  ['output', 'nothing'],
  ["bash run id=cond keep-going if='echo $TOKEN $made; exit 9'", 'true'],
  [`bash run id=assert keep-going env.X=\${made}`, 'echo "$X"'],
  ['assert', `stdout == "\${token}"\nfile ./open.conf contains "nothing"`],
  [
    'bash run id=server background ready=log:/up/',
    'while :; do echo "up $TOKEN $made"; gh=gh; echo "${gh}p_tokenOfAForm"; sleep 0.05; done',
  ],
  ['bash run id=left keep-going', 'bash -c "sleep 987; true" "$TOKEN" "$made" & true'],
  ['bash run id=late keep-going timeout=2s', 'echo "$TOKEN $made"; sleep 987'],
  ['bash cleanup id=clean', 'echo "$TOKEN $made"'],
];

const FORMS = [PARAM, MADE, FORM].flatMap(formsOf);

const kept: number[] = [];
afterAll(() => {
  for (const pid of kept) process.kill(-pid, 'SIGKILL');
});

function run(command: string, args: readonly string[]) {
  return startInline(documentOf(BLOCKS, FRONT_MATTER), {
    command,
    args,
    env: { TOKEN: PARAM, PORT: String(port) },
    timeoutMs: 40_000,
  }).result;
}

function leaksOf(result: InlineResult): string[] {
  return findLeaks(everythingWritten(result), FORMS);
}

it('a run with everything in it leaves no secret in anything that it prints or writes', async () => {
  const result = withBlocks(await run('run', ['--verbose']));
  const wrong = result.statuses.filter((status) => !status.endsWith(' passed'));
  expect(wrong, result.stdout).toEqual([
    'encoded failed',
    'split failed',
    'refused failed',
    'retry failed',
    'differs failed',
    'secretly failed',
    'cond failed',
    'assert failed',
    'left failed',
    'late failed',
  ]);
  // The secrets did get to where they were needed.
  expect(asked).toEqual([`Bearer ${PARAM}`, `Bearer ${PARAM}`, `Bearer ${MADE}`]);
  expect(readFileSync(join(result.dir, 'open.conf'), 'utf8')).toContain(
    `made=${MADE}\nkey=${PARAM}`,
  );
  expect(readdirSync(join(result.stateDir, 'runbook/runs')).length).toBe(1);
  expect(leaksOf(result)).toEqual([]);
  expect(await result.survivors()).toEqual([]);
}, 60_000);

/** What a command prints that goes on with what a run has left. */
async function follow(first: InlineResult, command: string, args: readonly string[]) {
  const { place } = first;
  const env = { TOKEN: PARAM, PORT: String(port) };
  const options = { command, name: null, place, args, env, timeoutMs: 40_000 };
  const { stdout, stderr } = await runInline('', options);
  return `${stdout}\n${stderr}`;
}

function idOf({ events }: InlineResult): string {
  const [id = ''] = events.flatMap((event) => (event.type === 'run-start' ? [event.run] : []));
  return id;
}

it('a report of any kind shows none, at once or later', async () => {
  const result = await run('run', [...EVERY_REPORT, '--verbose']);
  const id = idOf(result);
  const later: Record<string, string> = {};
  for (const kind of KINDS)
    later[`later ${kind}`] = await follow(result, 'report', [id, `--${kind}`]);
  const reports = { ...readReports(result.dir), ...later };
  // Each of them has come to where the secrets were.
  const unmasked = Object.entries(reports).filter(([, text]) => !text.includes('•••'));
  expect(unmasked.map(([name]) => name)).toEqual([]);
  expect(findLeaks(reports, FORMS)).toEqual([]);
}, 120_000);

it('what is made of the records of a run shows none: report, history, export, stop', async () => {
  const first = await run('run', ['--keep']);
  const id = idOf(first);
  const printed = {
    report: await follow(first, 'report', [id, '-v', '--report', 'jsonl=report.jsonl']),
    history: await follow(first, 'history', ['-v']),
    export: await follow(first, 'export', [
      'doc.md',
      '--to',
      'markdown',
      '--proof',
      first.place.report,
    ]),
    stop: await follow(first, 'stop', [id, '-v']),
    again: readFileSync(join(first.dir, 'report.jsonl'), 'utf8'),
  };
  expect(printed.report).toContain('•••');
  expect(printed.history).toContain(id);
  expect(printed.export).toContain(`run ${id}`);
  expect(printed.stop).toContain('clean');
  expect(printed.again).toContain('"type":"run-end"');
  expect(findLeaks({ ...printed, ...everythingWritten(first) }, FORMS)).toEqual([]);
  expect(openToOthers(first.stateDir)).toEqual([]);
  expect(await first.survivors()).toEqual([]);
}, 120_000);

it('a run that is resumed shows none', async () => {
  const first = await runInline(
    documentOf(
      [
        'f() { echo "$TOKEN"; }; COPY=$TOKEN',
        ['bash run id=fails', `${ENCODE}\nf; encode "$TOKEN"; ${FORM_BY}; echo; false`],
        ['output', `\${token}\nnothing`],
      ],
      FRONT_MATTER,
    ),
    { env: { TOKEN: PARAM, PORT: String(port) } },
  );
  expect(first.exitCode, first.stderr).toBe(1);
  const printed = {
    resume: await follow(first, 'resume', [
      idOf(first),
      '--redo',
      '-v',
      '--report',
      'jsonl=resumed.jsonl',
    ]),
    again: readFileSync(join(first.dir, 'resumed.jsonl'), 'utf8'),
  };
  expect(printed.resume).toContain('•••');
  expect(printed.again).toContain('"type":"run-end"');
  expect(findLeaks({ ...printed, ...everythingWritten(first) }, FORMS)).toEqual([]);
  expect(openToOthers(first.stateDir)).toEqual([]);
}, 60_000);

/** What others than the owner can read or enter. */
function openToOthers(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const expected = entry.isDirectory() ? 0o700 : 0o600;
    return (statSync(path).mode & 0o777) === expected ? [] : [path];
  });
}

it('no argument of a process that a run starts has one, whatever starts it', async () => {
  // Said by what a step, a condition, a service or a program sees of all processes.
  const look =
    'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n" | grep -cFf <(printf "%s\\n" "$TOKEN" "$made") || true';
  const note = (name: string): string => `echo "${name} $(${look})" >>seen`;
  const result = await runInline(
    documentOf(
      [
        ['bash run id=make secret capture=made', 'printf %s "ar""gument/of+none"'],
        ['bash run', note('step')],
        [`bash run if='${note('condition')}'`, 'true'],
        ['bash run background ready=file:served', `${note('service')}; touch served; sleep 987`],
        ['bash run retry=1 backoff=10ms', `${note('retry')}; [[ $(grep -c retry seen) == 2 ]]`],
        [
          `python run env.made=\${made}`,
          `import subprocess\nsubprocess.run(["bash", "-c", r"""${note('python')}"""], check=True)`,
        ],
        ['bash cleanup', note('cleanup')],
      ],
      '  params:\n    token: {type: string, secret: true}',
    ),
    { env: { TOKEN: 'Kq9+argument/of none' }, timeoutMs: 40_000 },
  );
  expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  const seen = new Set(readFileSync(join(result.dir, 'seen'), 'utf8').trimEnd().split('\n'));
  expect([...seen].sort()).toEqual(
    ['cleanup', 'condition', 'python', 'retry', 'service', 'step'].map((name) => `${name} 0`),
  );
}, 60_000);

it('with --keep the log of what stays goes on to be masked', async () => {
  const result = await run('run', ['--keep']);
  const [{ pid } = { pid: 0 }] = result.events.filter((event) => event.type === 'background-kept');
  kept.push(pid);
  expect(pid, result.stdout + result.stderr).toBeGreaterThan(0);
  const log = result.events.find((e) => e.type === 'step-end' && e.step === 'server' && e.log);
  const path = log?.type === 'step-end' ? (log.log ?? '') : '';
  const before = readFileSync(path, 'utf8').length;
  for (let i = 0; i < 200 && readFileSync(path, 'utf8').length < before + 500; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(readFileSync(path, 'utf8').slice(-500)).toContain('up ••• •••\n•••\n');
  expect(leaksOf(result)).toEqual([]);
}, 60_000);

it.each([
  ['plan', []],
  ['update', ['--keep-going', '--add']],
])(
  '%s shows none',
  async (command, args) => {
    const result = await run(command, args);
    expect(result.stdout).toContain('•••');
    expect(leaksOf(result)).toEqual([]);
  },
  60_000,
);

it('a plan that replaces a file of the document shows none, and not the body of a secret one', async () => {
  const long = 'x'.repeat(150);
  const result = await runInline(
    documentOf(
      [
        ['text configure id=a file=a.conf expand', `${long}\${token}${long}`],
        ['text configure id=b file=b.conf secret', 'body-of-b'],
      ],
      FRONT_MATTER,
    ),
    {
      command: 'plan',
      files: { 'a.conf': `old ${FORM}\n`, 'b.conf': 'old-b\n' },
      env: { TOKEN: PARAM, PORT: String(port) },
    },
  );
  expect(result.stdout).toContain('b.conf: replaces, 1 line; its content is secret');
  expect(result.stdout).toContain('-old •••');
  expect(
    findLeaks({ stdout: result.stdout }, [...FORMS, PARAM.slice(0, 5), 'body-of-b', 'old-b']),
  ).toEqual([]);
});
