import { describe, expect, it } from 'vitest';
import { errorsOf, fence, loadValid } from './problems-of.ts';

function stepOf(info: string): object {
  const [step] = loadValid(fence(info)).steps;
  if (step === undefined) throw new Error('no step');
  const { fence: _fence, heading, lang, role, code, expectations, ...rest } = step;
  return rest;
}

it('puts the defaults in', () => {
  expect(stepOf('bash run')).toMatchInlineSnapshot(`
    {
      "env": {},
      "exit": {
        "codes": [
          0,
        ],
        "kind": "codes",
      },
      "id": "step-1",
      "keepGoing": false,
      "secret": false,
      "timeoutMs": 600000,
      "title": "step-1",
      "tty": false,
    }
  `);
});

it.each([
  ['deno run {file}', ['deno', 'run', '{file}']],
  [`my-tool 'a  b' --in={file} '' x'y'z`, ['my-tool', 'a  b', '--in={file}', '', 'xyz']],
  ['./run  {file} {file}', ['./run', '{file}', '{file}']],
])('reads the command `%s`', (command, words) => {
  const step = stepOf(`nim run user=so.ni-1 interpreter="${command}"`);
  expect(step).toMatchObject({ user: 'so.ni-1', interpreter: words });
});

it('reads every attribute', () => {
  expect(
    stepOf(
      `bash test id=a title="T t" timeout=1.5s exit=0,2 max=20s within=1m every=500ms stable=3 capture=x cwd=web env.A=1 env.B_2="x y" stdin=in.txt if='test -f "x"' unless=false os=linux,macos keep-going`,
    ),
  ).toMatchInlineSnapshot(`
    {
      "capture": "x",
      "cwd": "web",
      "env": {
        "A": "1",
        "B_2": "x y",
      },
      "exit": {
        "codes": [
          0,
          2,
        ],
        "kind": "codes",
      },
      "id": "a",
      "if": "test -f "x"",
      "keepGoing": true,
      "maxMs": 20000,
      "os": [
        "linux",
        "macos",
      ],
      "repeat": {
        "everyMs": 500,
        "inARow": 3,
        "kind": "within",
        "withinMs": 60000,
      },
      "secret": false,
      "stdin": "in.txt",
      "timeoutMs": 1500,
      "title": "T t",
      "tty": false,
      "unless": "false",
    }
  `);
});

it('reads a background step', () => {
  expect(
    stepOf(
      'bash run background ready=http://127.0.0.1:8000/health ready=log:/up\\/running/ ready=file:x ready=port:80 stop=SIGINT stop-timeout=2s within=5s',
    ),
  ).toMatchInlineSnapshot(`
    {
      "background": {
        "everyMs": 200,
        "ready": [
          {
            "kind": "http",
            "url": "http://127.0.0.1:8000/health",
          },
          {
            "kind": "log",
            "pattern": "up\\/running",
          },
          {
            "kind": "file",
            "path": "x",
          },
          {
            "kind": "port",
            "port": "80",
          },
        ],
        "stop": "INT",
        "stopTimeoutMs": 2000,
        "withinMs": 5000,
      },
      "env": {},
      "exit": {
        "codes": [
          0,
        ],
        "kind": "codes",
      },
      "id": "step-1",
      "keepGoing": false,
      "secret": false,
      "timeoutMs": 600000,
      "title": "step-1",
      "tty": false,
    }
  `);
});

it.each([
  ['bash health', { kind: 'within', withinMs: 30_000, everyMs: 1_000, inARow: 1 }],
  ['bash health every=2s', { kind: 'within', withinMs: 30_000, everyMs: 2_000, inARow: 1 }],
  ['bash health within=5s', { kind: 'within', withinMs: 5_000, everyMs: 1_000, inARow: 1 }],
  ['bash health stable=2', { kind: 'within', withinMs: 30_000, everyMs: 1_000, inARow: 2 }],
  ['bash run stable=3 within=5s', { kind: 'within', withinMs: 5_000, everyMs: 1_000, inARow: 3 }],
  ['bash run stable=3', { kind: 'stable', everyMs: 1_000, inARow: 3 }],
  ['bash run stable=3 every=10ms', { kind: 'stable', everyMs: 10, inARow: 3 }],
  ['bash health retry=2 backoff=3s', { kind: 'retry', retries: 2, backoffMs: 3_000 }],
  ['bash test', undefined],
  ['bash run background ready=port:1 within=5s', undefined],
  ['yaml configure file=a.yaml', undefined],
])('repeats %s as %o', (info, expected) => {
  expect(loadValid(fence(info, 'true: 1')).steps[0]?.repeat).toEqual(expected);
});

it.each([
  ['', { withinMs: 60_000, everyMs: 200 }],
  [' within=5s every=1s', { withinMs: 5_000, everyMs: 1_000 }],
])('waits for a background step with `%s` as %o', (attributes, expected) => {
  const [step] = loadValid(fence(`bash run background ready=port:1${attributes}`)).steps;
  expect(step?.background).toMatchObject(expected);
});

it.each([
  ['0', { kind: 'codes', codes: [0] }],
  ['0,2', { kind: 'codes', codes: [0, 2] }],
  ['nonzero', { kind: 'nonzero' }],
  ['any', { kind: 'any' }],
  ['signal:TERM', { kind: 'signal', signal: 'TERM' }],
  ['signal:SIGKILL', { kind: 'signal', signal: 'KILL' }],
])('reads exit=%s', (value, expected) => {
  expect(loadValid(fence(`bash run exit=${value}`)).steps[0]?.exit).toEqual(expected);
});

describe('refuses', () => {
  it('unknown attributes, with the nearest name', () => {
    expect(
      errorsOf(fence('bash run timout=5s keepgoing env=1 test match=exact zzz')),
    ).toMatchInlineSnapshot(`
      "1:13 unknown-attribute: unknown attribute \`timout\` (did you mean \`timeout\`?)
      1:23 unknown-attribute: unknown attribute \`keepgoing\` (did you mean \`keep-going\`?)
      1:33 unknown-attribute: unknown attribute \`env\` (write \`env.NAME=value\`)
      1:39 unknown-attribute: unknown attribute \`test\` (a block has one role, its second word)
      1:44 unknown-attribute: unknown attribute \`match\` (it belongs on an expectation, not on a step)
      1:56 unknown-attribute: unknown attribute \`zzz\`"
    `);
  });

  it('what cannot run a step, and as whom it cannot', () => {
    const infos = [
      'bash run user=a:b',
      'bash run user=0',
      'bash run user=x tty',
      'text configure file=a user=x interpreter="x {file}"',
      'http run user=x interpreter="x {file}"',
      'bash manual user=x',
      'sh run interpreter="dash {file}"',
      'zsh run interpreter=zsh',
      'zsh run interpreter="{file} x"',
      `zsh run interpreter="zsh '{file}"`,
    ];
    expect(errorsOf(infos.map((info) => fence(info)).join('\n'))).toMatchInlineSnapshot(`
      "1:13 bad-attribute: \`user\` must be the name of a user, not \`a:b\`
      5:13 bad-attribute: \`user\` must be the name of a user, not \`0\`
      9:13 attribute-conflict: \`user\` cannot stand together with \`tty\` (the terminal is the one of who started the run; use \`sudo\` in the block)
      13:26 attribute-conflict: \`user\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
      13:33 attribute-conflict: \`interpreter\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
      17:13 attribute-conflict: \`user\` has no meaning on an \`http\` step (the engine sends the request itself, and starts no process for it)
      17:20 attribute-conflict: \`interpreter\` has no meaning on an \`http\` step (the engine sends the request itself, and starts no process for it)
      18:1 http-syntax: \`true\` is no HTTP method (did you mean \`TRACE\`?)
      21:16 attribute-conflict: \`user\` has no meaning on a \`manual\` step (a person does it, and says when it is done)
      25:11 attribute-conflict: \`interpreter\` has no meaning on a \`sh\` block (it runs in the document's one shell; with another word for the language, such as \`zsh\`, it runs as a file)
      29:12 bad-attribute: \`interpreter\` must be a program and its arguments, one of them \`{file}\`, not \`zsh\`
      33:12 bad-attribute: \`interpreter\` must be a program and its arguments, one of them \`{file}\`, not \`{file} x\`
      37:12 bad-attribute: \`interpreter\` must be a program and its arguments, one of them \`{file}\`, not \`zsh '{file}\`"
    `);
  });

  it('attributes given twice, but not `ready`', () => {
    expect(
      errorsOf(fence('bash run id=a id=a env.A=1 env.A=2 background ready=port:1 ready=port:2')),
    ).toMatchInlineSnapshot(`
      "1:18 duplicate-attribute: \`id\` is given twice (keep one of them)
      1:31 duplicate-attribute: \`env.A\` is given twice (keep one of them)"
    `);
  });
});
