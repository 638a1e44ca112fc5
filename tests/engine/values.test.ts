import { describe, expect, it } from 'vitest';
import { runInline } from '../helpers/run-inline.ts';
import { documentOf, reasonOf, runBlocks } from './blocks.ts';

const MAKE = `mkdir -p out
printf 'version: 1.2.3\\nservices:\\n  - {name: web, port: 8080}\\n  - {name: db, port: 5432}\\n' >out/app.yaml
printf '{"items": [{"id": 1, "state": "up"}, {"id": 12345678901234567890, "state": "down"}]}'`;

describe('values of a step', () => {
  it('are held against JSON and YAML, whole, in part and in files, and captured', async () => {
    const result = await runBlocks([
      ['bash run', MAKE],
      ['json expect path=$.items[*].state', '["up", "down"]'],
      [
        'json expect exact path="$.items[?@.state == \'down\']"',
        '[{"id": "<<down:int>>", "state": "down"}]',
      ],
      [
        'yaml expect from=file:out/app.yaml',
        'version: <<ver:semver>>\nservices: [<<...>>, {name: db}]',
      ],
      [
        'assert',
        'json $.items[*].id has length == 2\njson $..error is absent\njson $.items[?@.id > 1].state == ["down"]',
      ],
      ['bash test', 'dir=out; cat out/app.yaml; echo "$ver/$down" >&2'],
      ['yaml expect path=$.services[0]', 'name: web\nport: <<:int 8080..8080>>'],
      ['json expect from=stderr', '"x"'],
    ]);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('stderr is not JSON: ');
    expect(result.logs['step-2']).toContain('1.2.3/12345678901234567890');
    expect(reasonOf(result, 'step-2')).toMatchObject({
      kind: 'expectation',
      failures: [{ summary: 'json expect of stderr' }],
    });
  });

  it('are read from the file that a reference names, relative to the directory of the shell', async () => {
    const blocks = [
      ['bash run', `${MAKE} >/dev/null; cd out; echo app`],
      ['output', '<<name:word>>'],
      ['yaml expect from=file:./${name}.yaml', 'services: <<:array 2..2>>'],
      ['json expect from=file:${name}.json', '{}'],
    ] as const;
    const result = await runBlocks(blocks);
    expect(result.stdout).toContain(
      'line 16: json expect of ${name}.json\n      `app.json` does not exist\n',
    );
    expect(result.exitCode).toBe(1);
  });

  it('are shown by path where they differ', async () => {
    const result = await runBlocks([
      ['bash run', MAKE],
      ['json expect exact', '{\n  "items": [\n    {"id": 2},\n    "<<:object>>", {}\n  ]\n}'],
    ]);
    const [, shown] =
      /( {2}line \d+: json expect\n[\s\S]*?)\n {2}(?:last|hint) /.exec(result.stdout) ?? [];
    expect(shown).toMatchInlineSnapshot(`
      "  line 8: json expect
         11      │   $.items[…]
                 │ - {"id":2}
                 │ + absent
         12      │   $.items[1].id
                 │ - no such key
                 │ + 12345678901234567890
         12      │   $.items[1].state
                 │ - no such key
                 │ + "down""
    `);
  });

  it('are checked with the document: a path and YAML that are none have their places', async () => {
    const document = documentOf([
      'echo {}',
      ['json expect path=$.items[', '{}'],
      ['yaml expect', 'a:\n  - b\n  c: d'],
      ['yaml expect from=file:${gone}.yaml', 'a: 1'],
      ['assert', 'json $.a[?nope(@)] exists'],
    ]);
    const result = await runInline(document, { command: 'check' });
    const places = result.stdout.split('\n').filter((line) => /^doc.md:\d/.test(line));
    expect(result.exitCode).toBe(1);
    expect(places).toMatchInlineSnapshot(`
      [
        "doc.md:6:30 error \`path=$.items[\` is not a path: unclosed bracketed selection [bad-attribute]",
        "doc.md:13:1 error this is not YAML: all mapping items must start at the same column [yaml-syntax]",
        "doc.md:16:27 error \`\${gone}\` stands for no param and no capture [unknown-name]",
        "doc.md:21:11 error \`$.a[?nope(@)]\` is not a path: no such function \`nope\` [bad-path]",
      ]
    `);
  });

  it('on stdout cannot be told from stderr in `output`, but `from=output` can stand with it', async () => {
    const both = (from: string) =>
      runInline(documentOf(['echo 1', [`json expect${from}`, '1'], ['output', '1']]));
    expect((await both('')).exitCode).toBe(2);
    expect((await both(' from=output')).exitCode).toBe(0);
  });
});
