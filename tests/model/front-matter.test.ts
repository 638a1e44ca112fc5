import { describe, expect, it } from 'vitest';
import { errorsOf, loadValid } from './problems-of.ts';

function withRunbook(yaml: string): string {
  return `---\ntitle: A\nrunbook:\n${yaml.replace(/^(?=.)/gm, '  ')}---\n`;
}

it('has defaults', () => {
  expect(loadValid('').config).toMatchInlineSnapshot(`
    {
      "allowPaths": [],
      "env": {},
      "mask": [],
      "maxOutputBytes": 1073741824,
      "params": [],
      "scenarios": [],
      "shell": "bash",
      "test": {},
      "timeoutMs": 600000,
      "types": Map {},
      "written": {},
    }
  `);
});

it('reads every key', () => {
  const yaml = `timeout: 90s
shell: /bin/bash
workdir: ./soni
env: {LC_ALL: C, N: 1.10, E: ""}
test: {skip: needs root, env: {A: b}}
params:
  port: {type: port, default: free, description: Port}
  key: {secret: true, env: OPENAI_API_KEY, required: false}
  mode: {type: enum, values: [dev, prod], default: dev}
  wait: {type: duration, default: 10s}
  ratio: {type: number, default: 1.50}
  on: {type: bool, default: true}
`;
  expect(loadValid(withRunbook(yaml)).config).toMatchInlineSnapshot(`
    {
      "allowPaths": [],
      "env": {
        "E": "",
        "LC_ALL": "C",
        "N": "1.10",
      },
      "mask": [],
      "maxOutputBytes": 1073741824,
      "params": [
        {
          "default": "free",
          "description": "Port",
          "env": "PORT",
          "line": 10,
          "name": "port",
          "required": false,
          "secret": false,
          "type": "port",
        },
        {
          "env": "OPENAI_API_KEY",
          "line": 11,
          "name": "key",
          "required": false,
          "secret": true,
          "type": "string",
        },
        {
          "default": "dev",
          "env": "MODE",
          "line": 12,
          "name": "mode",
          "required": false,
          "secret": false,
          "type": "enum",
          "values": [
            "dev",
            "prod",
          ],
        },
        {
          "default": "10s",
          "env": "WAIT",
          "line": 13,
          "name": "wait",
          "required": false,
          "secret": false,
          "type": "duration",
        },
        {
          "default": "1.50",
          "env": "RATIO",
          "line": 14,
          "name": "ratio",
          "required": false,
          "secret": false,
          "type": "number",
        },
        {
          "default": "true",
          "env": "ON",
          "line": 15,
          "name": "on",
          "required": false,
          "secret": false,
          "type": "bool",
        },
      ],
      "scenarios": [],
      "shell": "/bin/bash",
      "test": {
        "env": {
          "A": "b",
        },
        "skip": "needs root",
      },
      "timeoutMs": 90000,
      "types": Map {},
      "workdir": "./soni",
      "written": {
        "env": {
          "E": "",
          "LC_ALL": "C",
          "N": "1.10",
        },
        "params": {
          "key": {
            "env": "OPENAI_API_KEY",
            "required": false,
            "secret": true,
            "type": "string",
          },
          "mode": {
            "default": "dev",
            "secret": false,
            "type": "enum",
            "values": [
              "dev",
              "prod",
            ],
          },
          "on": {
            "default": "true",
            "secret": false,
            "type": "bool",
          },
          "port": {
            "default": "free",
            "description": "Port",
            "secret": false,
            "type": "port",
          },
          "ratio": {
            "default": "1.50",
            "secret": false,
            "type": "number",
          },
          "wait": {
            "default": "10s",
            "secret": false,
            "type": "duration",
          },
        },
        "shell": "/bin/bash",
        "test": {
          "env": {
            "A": "b",
          },
          "skip": "needs root",
        },
        "timeout": 90000,
        "workdir": "./soni",
      },
    }
  `);
});

it.each([
  ['the front matter', '---\ntitle: From YAML\n---\n# Heading\n', 'From YAML'],
  ['the first heading of level 1', '## Two\n# One\n', 'One'],
  ['the name of the file', 'text\n', 'doc.md'],
])('takes the title from %s', (_, text, title) => {
  expect(loadValid(text).title).toBe(title);
});

it('leaves other keys to site generators', () => {
  expect(
    loadValid('---\nlayout: page\ntags: [a, b]\ndate: 2026-01-01\nx: !custom y\n---\n').config
      .params,
  ).toEqual([]);
});

describe('is refused with its place', () => {
  it('for what is no YAML', () => {
    const texts = [
      '---\ntitle: A\nrunbook:\n  params: {port: 1\nx: y\n---\n',
      '---\r\nrunbook:\r\n\tenv: {}\r\n---\r\n',
      withRunbook('shell: bash\nshell: sh\n'),
      '---\nrunbook: [a]\n---\n',
      '---\nrunbook:\n  shell: bash\n\n# A\n',
      '---\nrunbook: *x\n---\n',
    ];
    expect(texts.map(errorsOf).join('\n')).toMatchInlineSnapshot(`
      "5:1 yaml-syntax: the front matter is no valid YAML: flow map in block collection must be sufficiently indented and end with a }
      3:1 yaml-syntax: the front matter is no valid YAML: tabs are not allowed as indentation
      5:3 yaml-syntax: the front matter is no valid YAML: the key \`shell\` is given twice
      2:10 bad-value: \`runbook\` must be a mapping of settings, not \`[a]\`
      1:1 yaml-syntax: the front matter that begins here is never closed (end it with a line of its own that says \`---\`)
      2:1 yaml-syntax: the front matter is no valid YAML: Unresolved alias (the anchor must be set before the alias): x"
    `);
  });

  it('for unknown keys on every level, all at once', () => {
    const yaml = `timeot: 10s
zzz: 1
params:
  port: {type: port, defalt: free}
test: {expectfail: a}
`;
    expect(errorsOf(withRunbook(yaml))).toMatchInlineSnapshot(`
      "4:3 unknown-key: unknown front-matter key \`runbook.timeot\` (did you mean \`timeout\`?)
      5:3 unknown-key: unknown front-matter key \`runbook.zzz\` (known here: \`timeout\`, \`shell\`, \`workdir\`, \`env\`, \`mask\`, \`max-output\`, \`params\`, \`types\`, \`allow-paths\`, \`scenarios\` and \`test\`)
      7:24 unknown-key: unknown front-matter key \`runbook.params.port.defalt\` (did you mean \`default\`?)
      8:10 unknown-key: unknown front-matter key \`runbook.test.expectfail\` (did you mean \`expect-fail\`?)"
    `);
  });

  it.each<[string, string]>([
    ['scenarios: {}', '`runbook.scenarios` must have at least one scenario, not `{}`'],
    ['scenarios: [a]', '`runbook.scenarios` must map names to lists of sections, not `[a]`'],
    ['scenarios: {a: []}', '`runbook.scenarios.a` must have at least one section, not `[]`'],
    [
      'scenarios: {a: b}',
      '`runbook.scenarios.a` must be a list of sections such as `[quick-start]`, not `b`',
    ],
    ['scenarios: {a b: [c]}', '4:15 bad-name: `a b` cannot be the name of a scenario'],
    [
      'scenarios: {a: [b]}',
      'scenario `a`: no heading has the anchor `b` (the document has no headings)',
    ],
    ['allow-paths: /etc', '`runbook.allow-paths` must be a list of absolute paths, not `/etc`'],
    ['allow-paths: [etc]', '`runbook.allow-paths.0` must be an absolute path, not `etc`'],
  ])('`%s`', (yaml, expected) => expect(errorsOf(withRunbook(`${yaml}\n`))).toContain(expected));

  it('for values of the wrong kind', () => {
    const yaml = `timeout: 10 minutes
shell: [bash]
workdir:
env: a
params:
  a: {type: prot}
  b: {secret: yes}
  c: 8000
  d: {type: enum, values: []}
  e: {default: null}
test: []
`;
    expect(errorsOf(withRunbook(yaml))).toMatchInlineSnapshot(`
      "4:12 bad-value: \`runbook.timeout\` must be a duration such as \`500ms\`, \`10s\`, \`5m\` or \`1h\`, not \`10 minutes\`
      5:10 bad-value: \`runbook.shell\` must be text, not \`[bash]\`
      6:11 bad-value: \`runbook.workdir\` must be text, not nothing
      7:8 bad-value: \`runbook.env\` must map names to values, not \`a\`
      9:15 bad-value: \`runbook.params.a.type\` must be one of \`string\`, \`int\`, \`number\`, \`bool\`, \`enum\`, \`path\`, \`port\`, \`url\` or \`duration\`, not \`prot\` (did you mean \`port\`?)
      10:17 bad-value: \`runbook.params.b.secret\` must be \`true\` or \`false\`, not \`yes\`
      11:8 bad-value: \`runbook.params.c\` must be a mapping such as \`{type: port, default: 8000}\`, not \`8000\`
      12:29 bad-value: \`runbook.params.d.values\` must have at least one value, not \`[]\`
      13:18 bad-value: \`runbook.params.e.default\` must be text, not \`null\`
      14:9 bad-value: \`runbook.test\` must be a mapping such as \`{skip: "needs root"}\`, not \`[]\`"
    `);
  });

  it('for params that do not hold together', () => {
    const yaml = `params:
  a: {type: enum}
  b: {values: [x]}
  c: {type: enum, values: [x], default: y}
  d: {type: int, default: 1.5}
  e: {type: port, default: 99999}
  f: {type: url, default: nowhere}
`;
    expect(errorsOf(withRunbook(yaml))).toMatchInlineSnapshot(`
      "5:5 bad-value: param \`a\` is an \`enum\` without \`values\` (write \`type: enum, values: [a, b]\`)
      6:5 bad-value: param \`b\` has \`values\`, but its type is \`string\` (write \`type: enum, values: [a, b]\`)
      7:5 bad-value: the default of param \`c\` must be one of \`x\`, not \`y\`
      8:5 bad-value: the default of param \`d\` must be a whole number, not \`1.5\`
      9:5 bad-value: the default of param \`e\` must be a port from 1 to 65535, or \`free\`, not \`99999\`
      10:5 bad-value: the default of param \`f\` must be a URL such as \`https://example.org/\`, not \`nowhere\`"
    `);
  });

  it('H23: for names that are none, or belong to someone else', () => {
    const yaml = `env: {TAKEN: 1, UID: 5, A-B: x}
params:
  path: {}
  my-port: {}
  port: {}
  Port: {}
  other: {env: PORT}
  taken: {}
  bash_env: {}
  a: {env: 1A}
  _under_score1: {}
`;
    expect(errorsOf(withRunbook(yaml))).toMatchInlineSnapshot(`
      "4:19 name-collision: \`UID\` cannot be set: the shell keeps it read-only
      4:27 bad-name: \`A-B\` cannot be the name of an environment variable (use letters, digits and \`_\`, no digit first)
      6:5 name-collision: param \`path\` would be exported as \`PATH\`, which belongs to the system (give it another name, or another \`env:\`)
      7:5 bad-name: \`my-port\` cannot be the name of a param (use letters, digits and \`_\`, no digit first)
      9:5 name-collision: param \`Port\` (exported as \`PORT\`) collides with param \`port\` (give it another name, or another \`env:\`)
      10:5 name-collision: param \`other\` (exported as \`PORT\`) collides with param \`Port\` (give it another name, or another \`env:\`)
      11:5 name-collision: param \`taken\` (exported as \`TAKEN\`) collides with \`env.TAKEN\` (give it another name, or another \`env:\`)
      12:5 name-collision: param \`bash_env\` would be exported as \`BASH_ENV\`, which belongs to the shell (give it another name, or another \`env:\`)
      13:5 bad-name: param \`a\`: \`1A\` cannot be the name of an environment variable (use letters, digits and \`_\`, no digit first)"
    `);
  });

  it('with mistakes of every kind at once', () => {
    const yaml = `timeot: 5m
timeout: soon
params:
  path: {}
  a: {type: prot, default: 1}
  b: {type: int, default: x, zzz: 1}
test: {expect-fail: nobody}
`;
    expect(errorsOf(withRunbook(yaml))).toMatchInlineSnapshot(`
      "4:3 unknown-key: unknown front-matter key \`runbook.timeot\` (did you mean \`timeout\`?)
      5:12 bad-value: \`runbook.timeout\` must be a duration such as \`500ms\`, \`10s\`, \`5m\` or \`1h\`, not \`soon\`
      7:5 name-collision: param \`path\` would be exported as \`PATH\`, which belongs to the system (give it another name, or another \`env:\`)
      8:15 bad-value: \`runbook.params.a.type\` must be one of \`string\`, \`int\`, \`number\`, \`bool\`, \`enum\`, \`path\`, \`port\`, \`url\` or \`duration\`, not \`prot\` (did you mean \`port\`?)
      9:5 bad-value: the default of param \`b\` must be a whole number, not \`x\`
      9:32 unknown-key: unknown front-matter key \`runbook.params.b.zzz\` (known here: \`type\`, \`values\`, \`default\`, \`description\`, \`secret\`, \`env\` and \`required\`)
      10:23 unknown-step: \`expect-fail: nobody\`: no step has this id"
    `);
  });

  it('for an `expect-fail` that names no step', () => {
    expect(
      errorsOf(`${withRunbook('test: {expect-fail: servr}\n')}\`\`\`bash run id=server\n\`\`\`\n`),
    ).toMatchInlineSnapshot(
      `"4:23 unknown-step: \`expect-fail: servr\`: no step has this id (did you mean \`server\`?)"`,
    );
  });
});
