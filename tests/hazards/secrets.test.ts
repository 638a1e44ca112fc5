import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, runBlocks } from '../engine/blocks.ts';
import { everythingWritten, findLeaks } from './everything-written.ts';

const SECRET = 'correct horse/battery+staple';
const PARAM = '  params:\n    token: {type: string, secret: true}';

const FORMS = [
  SECRET,
  Buffer.from(SECRET).toString('base64'),
  encodeURIComponent(SECRET),
  'horse/battery',
  'correct%20horse',
];

async function runWithSecret(blocks: readonly Block[], args: readonly string[] = [], params = '') {
  const frontMatter = PARAM + params;
  const result = await runBlocks(blocks, { frontMatter, env: { TOKEN: SECRET }, args });
  return { result, leaks: findLeaks(everythingWritten(result), FORMS) };
}

describe('H36: a secret', () => {
  it.each([
    ['printed', 'echo "$TOKEN"', '•••\n'],
    ['printed on stderr', 'echo "$TOKEN" >&2', '•••\n'],
    ['in the middle of a line', `echo "a\${TOKEN}b\${TOKEN}c"`, 'a•••b•••c\n'],
    [
      'split over two writes',
      `printf "%s" "\${TOKEN:0:9}"; sleep 0.3; printf "%s\\n" "\${TOKEN:9}"`,
      '•••\n',
    ],
    [
      'printed byte by byte',
      `for ((i = 0; i < \${#TOKEN}; i++)); do printf "%s" "\${TOKEN:i:1}"; sleep 0.01; done`,
      '•••',
    ],
    [
      'printed by another language',
      'python3 -c "import os; print(os.environ[\'TOKEN\'])"',
      '•••\n',
    ],
    ['as base64', 'printf "%s" "$TOKEN" | base64 -w0; echo', '•••\n'],
    ['as base64 inside more', 'printf "user:%s:x" "$TOKEN" | base64 -w0 >f; cat f', undefined],
    [
      'URL-encoded',
      "python3 -c \"import os, urllib.parse as u; print(u.quote(os.environ['TOKEN'], safe=''))\"",
      '•••\n',
    ],
    [
      'as a form',
      'python3 -c "import os, urllib.parse as u; print(u.quote_plus(os.environ[\'TOKEN\']))"',
      '•••\n',
    ],
    ['traced', 'set -x; : "$TOKEN"', undefined],
    ['in the list of variables', 'declare -p; export -p; env; set', undefined],
    [
      'kept in variables and functions',
      'copy=$TOKEN; export COPY=$TOKEN; eval "f() { echo \'$TOKEN\'; }"',
      '',
    ],
    ['with much output around it', 'seq 100000; echo "$TOKEN"; seq 100000', undefined],
  ])('is nowhere when it is %s', async (_, code, log) => {
    const { result, leaks } = await runWithSecret([
      code,
      // A new shell is restored from what the last one left.
      ['bash run id=new keep-going', 'kill -9 $$'],
      ['bash run id=copy', 'copy=$TOKEN; false'],
    ]);
    expect(result.statuses).toEqual(['step-1 passed', 'new failed', 'copy failed']);
    if (log !== undefined) expect(result.logs['step-1']).toBe(log);
    expect(leaks).toEqual([]);
  });

  it('is nowhere when it fails a step, an expectation or a condition', async () => {
    const { result, leaks } = await runWithSecret(
      [
        ['bash run id=a keep-going', 'echo "$TOKEN"; ls "/$TOKEN"'],
        ['bash run id=b keep-going', 'echo "x $TOKEN"'],
        ['output', 'x <<:int>>'],
        ["bash run id=c keep-going if='echo $TOKEN; exit 9'", 'true'],
        ['bash run id=d keep-going', 'bash -c "sleep 987; true" "$TOKEN" & true'],
        ['bash run id=e keep-going timeout=300ms', 'echo "$TOKEN"; sleep 987'],
        ['bash run id=f keep-going retry=1 backoff=10ms', 'echo "$TOKEN"; false'],
        [
          'bash run id=g keep-going background ready=file:no within=300ms',
          'echo $TOKEN; sleep 987',
        ],
        [`bash run id=h keep-going env.X=\${token} cwd=/`, 'echo "$X"'],
        [
          `bash run id=i keep-going env.X=\${token} background ready=log:/•/`,
          'echo "$X"; sleep 987',
        ],
        ['text configure id=j file=conf expand', `key=\${token}`],
        ['text configure id=k file=conf expand', `other=\${token}`],
      ],
      ['--verbose'],
    );
    expect(result.statuses).toEqual([
      ...[...'abcdefg'].map((id) => `${id} failed`),
      ...[...'hijk'].map((id) => `${id} passed`),
    ]);
    expect(leaks).toEqual([]);
    expect(readFileSync(join(result.dir, 'conf'), 'utf8')).toBe(`other=${SECRET}\n`);
  });

  it('that would be captured fails the step', async () => {
    const { result, leaks } = await runWithSecret([
      'echo "token=$TOKEN"',
      ['output', 'token=<<x:any>>'],
    ]);
    expect(result.stdout).toContain('the capture `x` would hold a secret');
    expect(leaks).toEqual([]);
  });

  it('can stand in an expectation by its name', async () => {
    const { result, leaks } = await runWithSecret([
      'echo "token=$TOKEN"',
      ['output', `token=\${token}`],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(leaks).toEqual([]);
  });

  it('of several lines is masked', async () => {
    const secret = '-----BEGIN KEY-----\nabcdefgh\n-----END KEY-----';
    const result = await runBlocks(['echo "$TOKEN"; echo "$TOKEN" >k; cat k'], {
      frontMatter: PARAM,
      env: { TOKEN: secret },
    });
    expect(result.logs['step-1']).toBe('•••\n•••\n');
  });

  it('of several lines is masked in a difference of files, and where its lines stand alone', async () => {
    const secret = '-----BEGIN KEY-----\nabcdefgh01\nstuvwxyz23\n-----END KEY-----';
    const result = await runBlocks(
      [
        ['text configure file=conf', 'a\nb'],
        ['text configure file=conf expand', `a\n\${token}\nb`],
        'head -2 conf | tail -1; sed -n 3p conf',
        ['bash run id=same', 'cp conf old; cat conf'],
        ['output', `a\n\${token}\nb`],
      ],
      { frontMatter: PARAM, env: { TOKEN: secret }, args: ['--verbose'] },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs['step-3']).toBe('•••\n•••\n');
    expect(findLeaks(everythingWritten(result), ['abcdefgh01', 'stuvwxyz23'])).toEqual([]);
  });

  it('in the value of another param is masked in expectations as well', async () => {
    const { result, leaks } = await runWithSecret(
      ['echo "$URL"', ['output', `\${url}`], 'echo "<$EMPTY>"', ['output', `<\${empty}>`]],
      ['--set', `url=http://u:${SECRET}@h`],
      '\n    url: {}\n    empty: {secret: true, required: false}',
    );
    expect(result.exitCode, result.stdout).toBe(0);
    expect(leaks).toEqual([]);
  });
});
