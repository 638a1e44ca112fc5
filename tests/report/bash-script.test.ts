import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFreePorts } from '../../src/plan/free-ports.ts';
import { ROOT } from '../helpers/paths.ts';
import { runInline } from '../helpers/run-inline.ts';

interface Script {
  readonly text: string;
  readonly dir: string;
}

/** The script of a document, in the folder of that. */
async function exportScript(document: string, args: readonly string[] = []): Promise<Script> {
  const { stdout, stderr, exitCode, dir } = await runInline(document, {
    command: 'export',
    args: ['--to', 'bash', ...args],
  });
  if (exitCode !== 0) throw new Error(`exit ${exitCode}:\n${stderr}`);
  writeFileSync(join(dir, 'script.sh'), stdout);
  return { text: stdout, dir };
}

function runScript(
  { dir }: Script,
  env: Readonly<Record<string, string>> = {},
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['script.sh'], {
    cwd: dir,
    env: { PATH: process.env['PATH'] ?? '', HOME: dir, ...env },
    encoding: 'utf8',
    timeout: 40_000,
  });
  return { status, output: `${stdout}${stderr}` };
}

function shellcheck({ dir }: Script): string {
  const { stdout, error } = spawnSync('shellcheck', ['script.sh'], { cwd: dir, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return stdout;
}

const fence = (info: string, ...lines: readonly string[]): string =>
  `\`\`\`${info}\n${lines.map((line) => `${line}\n`).join('')}\`\`\`\n`;

/** Everything that has another form in a script. */
const EVERYTHING = [
  '---',
  'runbook:',
  "  env: {GREETING: it's}",
  '  params:',
  '    name: {type: string, default: "the world", description: Who is greeted}',
  '---',
  '# Everything',
  '',
  fence('bash cleanup id=tidy', 'touch tidied'),
  fence('bash test id=inline', 'x=1', 'mkdir -p sub', 'cd sub'),
  fence('output'),
  fence('bash test id=state', 'test "$x" = 1 && test "$GREETING" = "it\'s"', 'cd ..'),
  fence('bash require id=first', 'touch required'),
  fence('bash test id=three exit=3', 'true && exit 3'),
  fence('bash test id=other exit=nonzero', 'false', 'touch not-reached'),
  fence('bash test id=any exit=any cwd=sub env.A="b c"', 'test "$A" = "b c" && touch any; exit 9'),
  fence('bash test id=options', 'set -u', 'y=2'),
  fence('bash configure id=kept', 'test -z "$undefined_here" && test "$y" = 2'),
  fence('bash test id=got capture=GOT', 'echo "value of it"'),
  fence('json configure file=sub/a.json expand mode=0600', '{"n": "${name} ${GOT}", "c": "`$x"}'),
  fence('bash test id=read stdin=sub/a.json', 'grep -q "the world value of it" && touch read'),
  fence('python test id=py', 'import sys', 'sys.exit(0)'),
  fence(
    'bash test id=later within=20s every=100ms',
    'echo . >>tries',
    '[[ $(wc -l <tries) -ge 3 ]]',
  ),
  fence('bash test id=again retry=3 backoff=1s', 'echo . >>turns', '[[ $(wc -l <turns) -ge 2 ]]'),
  fence('bash test id=here os=linux if="test -e read"', 'touch here'),
  fence('bash test id=not-here unless="test -e read"', 'touch not-here'),
  fence(
    'bash run id=up background ready=file:up ready=log:/rea.y/',
    'echo ready; touch up',
    'sleep 60',
  ),
  fence('bash test id=alive', 'test -e up'),
].join('\n');

describe('a script that is made from a document', () => {
  it('runs what the document runs, and passes ShellCheck', async () => {
    const script = await exportScript(EVERYTHING);
    expect(shellcheck(script)).toBe('');
    const { status, output } = runScript(script);
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringContaining('value of it'),
    });
    const made = 'required any read here tidied not-reached not-here'.split(' ');
    expect(
      made.filter(
        (name) => existsSync(join(script.dir, name)) || existsSync(join(script.dir, 'sub', name)),
      ),
    ).toEqual(['required', 'any', 'read', 'here', 'tidied']);
    expect(readFileSync(join(script.dir, 'sub/a.json'), 'utf8')).toBe(
      '{"n": "the world value of it", "c": "`$x"}\n',
    );
    expect((await runInline(EVERYTHING)).exitCode).toBe(0);
  });

  it.each([
    ['a command in the middle', 'bash test id=a', 'false\ntrue', 'a (doc.md:'],
    ['a pipe', 'bash test id=a', 'false | true', 'a (doc.md:'],
    ['another exit code', 'bash test id=a exit=3', 'exit 4', 'exited with 4, expected 3'],
    ['success where none is wanted', 'bash test id=a exit=nonzero', 'true', 'expected nonzero'],
    [
      'what never passes',
      'bash test id=a retry=1 backoff=1ms',
      'exit 5',
      'exited with 5, tried 2 times',
    ],
    [
      'a step that others follow',
      'bash test id=a keep-going',
      'exit 6',
      'exited with 6, expected 0',
    ],
    ['a script in another language', 'python test id=a', 'exit(7)', 'a (doc.md:'],
    [
      'a step that is not ready',
      'bash run id=a background ready=file:no within=1s',
      'true',
      'is not ready',
    ],
  ])('fails where the run fails, and cleans up: %s', async (_, info, code, said) => {
    const tidy = fence('bash cleanup', 'touch tidied');
    const document = [fence(info, code), fence('bash test id=b', 'touch after'), tidy].join('\n');
    const script = await exportScript(document);
    const { status, output } = runScript(script);
    expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining(said) });
    expect(existsSync(join(script.dir, 'tidied'))).toBe(true);
    expect(existsSync(join(script.dir, 'after'))).toBe(info.includes('keep-going'));
    expect((await runInline(document)).exitCode).toBe(1);
  });

  it('checks the status of a request, and of one that is repeated', async () => {
    const [port] = await findFreePorts(1, new Set());
    const request = (info: string, path: string): string =>
      fence(info, `GET http://127.0.0.1:${port}/${path}`);
    const server = [
      fence('bash configure id=file', 'echo hi >there'),
      fence(
        `bash run id=server background ready=port:${port}`,
        `python3 -m http.server ${port} --bind 127.0.0.1`,
      ),
    ];
    const documentOf = (...blocks: readonly string[]): string => [...server, ...blocks].join('\n');
    const passing = await exportScript(
      documentOf(
        request('http test id=there', 'there'),
        request('http test id=none', 'none'),
        fence('http expect', 'HTTP/1.0 404 Not Found'),
        request('http test id=any', 'none'),
        fence('http expect', 'HTTP 4xx'),
      ),
    );
    expect(shellcheck(passing)).toBe('');
    expect(runScript(passing)).toMatchObject({ status: 0 });
    const failing = [
      documentOf(request('http test id=none', 'none')),
      documentOf(request('http health id=none within=1s', 'none')),
      documentOf(request('http test id=none', 'there'), fence('http expect', 'HTTP 404')),
    ];
    const outputs: string[] = [];
    for (const document of failing) {
      const { status, output } = runScript(await exportScript(document));
      expect(status).toBe(1);
      outputs.push(/^.*: answered with.*$/m.exec(output)?.[0] ?? output);
    }
    expect(outputs).toEqual([
      'none (doc.md:9): answered with 404, expected 2xx',
      'none (doc.md:9): answered with 404, expected 2xx',
      'none (doc.md:9): answered with 200, expected 404',
    ]);
  });

  it.each(['deployment', 'as-written', 'hello', 'troubleshooting'])(
    'passes ShellCheck when it is made from runbooks/%s.md',
    async (name) => {
      const document = readFileSync(join(ROOT, `runbooks/${name}.md`), 'utf8');
      expect(shellcheck(await exportScript(document))).toBe('');
    },
  );

  it('has the steps of one scenario', async () => {
    const document = [
      '---\nrunbook: {scenarios: {one: [first], two: [second]}}\n---',
      '# First\n',
      fence('bash test id=a', 'echo first'),
      '# Second\n',
      fence('bash test id=b', 'echo second'),
    ].join('\n');
    const outputs = [[], ['--scenario', 'two']].map(async (args) =>
      runScript(await exportScript(document, args)),
    );
    expect((await Promise.all(outputs)).map(({ output }) => output)).toEqual([
      'first\n',
      'second\n',
    ]);
  });

  it('asks for what it cannot know, and says what it does not check', async () => {
    const document = [
      '---\nrunbook: {params: {token: {type: string, secret: true, description: "A $token, `x`=1}"}, maybe: {type: string, required: false}}}\n---',
      '# Small',
      '',
      fence('bash test id=a', 'echo "version $TOKEN"'),
      fence('output', 'version <<ver:word>>'),
      fence('bash diagnose', 'true'),
    ].join('\n');
    const script = await exportScript(document);
    expect(script.text.replace(/^# Whatever happens.*?^}$/ms, '…')).toMatchInlineSnapshot(`
      "#!/usr/bin/env bash
      # Small: made from doc.md by \`runbook export --to bash\`.
      # Exit codes and the status of requests are checked; outputs, durations and time limits are not.
      # Left out: the diagnose step small (doc.md:14).
      # What one block of a document sets, another one may use.
      # shellcheck disable=SC2034,SC2154,SC2233,SC2234,SC2235,SC2317,SC2329
      set -eE -o pipefail
      exec </dev/null
      step=start
      failed=0
      scratch="$(mktemp -d)"

      cleanup() {
      :
      }

      …
      trap finish EXIT

      # token: A $token, \`x\`=1} (secret)
      : "\${TOKEN:?A token, x=1}"
      export TOKEN
      # maybe: maybe (optional)

      # Small (doc.md:6, test)
      # not checked here: output (1 line) (doc.md:10)
      step='a (doc.md:6)'
      echo "version $TOKEN"
      : "\${ver:?is taken from the output above: set it}"

      step=
      "
    `);
    expect(shellcheck(script)).toBe('');
    expect(runScript(script)).toMatchObject({
      status: 1,
      output: expect.stringContaining('TOKEN: A token, x=1'),
    });
    expect(runScript(script, { TOKEN: 'x' }).output).toContain('ver: is taken from the output');
    expect(runScript(script, { TOKEN: 'x', ver: 'x' })).toEqual({
      status: 0,
      output: 'version x\n',
    });
  });
});
