import { describe, expect, it } from 'vitest';
import { compileExpectation } from '../../../src/expect/registry.ts';
import { createSource, evaluate, type Printed, problemsOf, showMismatch } from '../sources.ts';

const JSON_OUT =
  '{"items": [1, 2, 3], "name": "web-1", "n": 4.5, "ok": true, "a b": [{"c": null}]}';
const PRINTED: Printed = {
  stdout: 'listening on 8000\nready\n',
  stderr: '',
  durationMs: 1500,
  scope: { port: '8000', name: 'web-1' },
};

describe('conditions', () => {
  it.each([
    ['exit == 0', true],
    ['exit != 0', false],
    ['exit < 1', true],
    ['duration < 2s', true],
    ['duration <= 1500ms', true],
    ['duration > 0.5m', false],
    ['stdout contains "listening"', true],
    ['stdout contains "on ${port}"', true],
    ['stdout contains "8000\\nready"', true],
    ['stdout contains "Listening"', false],
    ['stdout does not contain "ERROR"', true],
    ['stdout does not contain "ready"', false],
    ['stderr is empty', true],
    ['stderr is not empty', false],
    ['stdout is empty', false],
    ['stdout =~ /^ready$/', true],
    ['stdout =~ /READY/i', true],
    ['stdout =~ /on ${port}$/', true],
    ['stdout !~ /ERROR|panic/', true],
    ['stdout !~ /list/', false],
    ['stdout == "listening on 8000\\nready"', true],
    ['stdout != "ready"', true],
    ['stdout contains "${gone}"', false],
    ['json $.items exists', false],
  ])('%s is %s', async (condition, holds) => {
    const result = await evaluate('assert', [condition], PRINTED);
    expect(result.ok).toBe(holds);
    if (!result.ok) expect(showMismatch(result)).toMatchSnapshot();
  });

  it.each([
    ['json $.items has length >= 3', true],
    ['json $.items has length == 2', false],
    ['json $.name == "web-1"', true],
    ['json $.name == "${name}"', true],
    ['json $["name"] != \'x\'', null],
    ['json $.name =~ /^web-/', true],
    ['json $.name !~ /^web-/', false],
    ['json $.n > 4', true],
    ['json $.n <= 4.49', false],
    ['json $.items[0] == 1.0', true],
    ['json $.items[-1] == 3', true],
    ['json $.items == [1, 2, 3]', true],
    ['json $["a b"][0].c == null', true],
    ["json $['a b'][0] exists", true],
    ['json $.gone is absent', true],
    ['json $.gone exists', false],
    ['json $.gone == 1', false],
    ['json $.ok == "true"', false],
    ['json $ has length == 5', true],
  ])('%s is %s on JSON', async (condition, holds) => {
    if (holds === null) {
      expect(problemsOf('assert', [condition])).toMatchSnapshot();
      return;
    }
    const result = await evaluate('assert', [condition], {
      stdout: JSON_OUT,
      scope: { name: 'web-1' },
    });
    expect(result.ok).toBe(holds);
    if (!result.ok) expect(showMismatch(result)).toMatchSnapshot();
  });

  it.each([
    ['file ./a.conf exists', true],
    ['file "./a b.conf" exists', true],
    ['file ./${name}.conf exists', true],
    ['file ./b exists', false],
    ['file ./b is absent', true],
    ['file ./a.conf is absent', false],
    ['file ./a.conf is empty', false],
    ['file "./a b.conf" is empty', true],
    ['file ./a.conf is not empty', true],
    ['file ./a.conf contains "port=${port}"', true],
    ['file ./a.conf contains "port=9"', false],
    ['file ./a.conf does not contain "port"', false],
    ['file ./b does not contain "x"', false],
    ['file ./a.conf == "port=8000\\nhost=h"', true],
    ['file ./a.conf != "port=8000"', true],
    ['file ./a.conf =~ /^HOST=/i', true],
    ['file ./a.conf !~ /^host=/', false],
    ['file ./a.conf has mode 0644', true],
    ['file ./a.conf has mode 600', false],
    ['file ./b has mode 0600', false],
    ['port 8000 open', true],
    ['port ${port} open', true],
    ['port ${port} closed', false],
    ['port 8001 open', false],
    ['port 8001   closed ', true],
    ['port ${name} open', false],
    ['port ${gone} open', false],
    ['http GET http://h:${port}/a == 200', true],
    ['http GET "http://h:8000/a" < 300', true],
    ['http GET http://h:8000/a != 200', false],
    ['http HEAD http://h:8000/a == 404', true],
    ['http HEAD http://h:8000/a < 400', false],
    ['http GET http://h:1/ != 200', false],
  ])('%s is %s of the host', async (condition, holds) => {
    const result = await evaluate('assert', [condition], {
      scope: { port: '8000', name: 'a' },
      files: { './a.conf': 'port=8000\nhost=h\n', './a b.conf': '' },
      ports: [8000],
      answers: { 'GET http://h:8000/a': 200, 'HEAD http://h:8000/a': 404 },
    });
    expect(result.ok).toBe(holds);
    if (!result.ok) expect(showMismatch(result)).toMatchSnapshot();
  });

  it('ask the host with secrets, and do not name them', async () => {
    const lines = [
      'http GET http://h/${t} == 200',
      'http GET http://h/x${t} == 200',
      'file ${t} exists',
    ];
    const result = await evaluate('assert', [...lines, 'port ${t} open'], {
      scope: { t: '•••' },
      secrets: { t: 's3cr3t' },
      answers: { 'GET http://h/s3cr3t': 200, 'GET http://h/xs3cr3t': 500 },
      files: { s3cr3t: '' },
    });
    expect(showMismatch(result)).toMatchInlineSnapshot(`
      "12: http GET http://h/x\${t} == 200: http://h/x••• answered 500
      14: port \${t} open: \`•••\` is no port (1 to 65535)"
    `);
  });

  it('H18: must all hold, and all that fail are reported', async () => {
    const lines = ['exit == 0', '', 'stdout is empty', 'duration < 1s'];
    expect(
      showMismatch(await evaluate('assert', lines, { ...PRINTED, exit: { code: 3 } })),
    ).toMatchInlineSnapshot(`
      "11: exit == 0: exit code 3
      13: stdout is empty: stdout has 2 lines, from "listening on 8000" to "ready"
      14: duration < 1s: it took 1.50s"
    `);
  });

  it('know that a signal is no exit code', async () => {
    const exit = { signal: 'TERM' };
    expect(showMismatch(await evaluate('assert', ['exit == 0'], { exit }))).toMatchInlineSnapshot(
      `"11: exit == 0: ended by signal TERM"`,
    );
    expect((await evaluate('assert', ['exit != 0'], { exit })).ok).toBe(true);
  });
});

describe('an `assert` fence', () => {
  it.each([
    [['exit == 0', 'duration < 1s'], []],
    [
      ['json $.a exists', 'stdout is not empty', 'stderr is empty'],
      ['stdout', 'stderr'],
    ],
    [['output contains "x"'], ['output']],
    [['file a exists', 'port 1 open', 'http GET http://h/ == 200', 'exit == 0'], []],
  ])('of %j reads the streams %j', (lines, streams) => {
    const compiled = compileExpectation(createSource('assert', lines));
    expect(compiled.ok && compiled.expectation.streams).toEqual(streams);
  });

  it.each([
    'everything is fine',
    'exit = 0',
    'exit == zero',
    'duration < 5 parsecs',
    'stdout contains listening',
    'stdout =~ ready',
    'stdout =~ /(/',
    'stdout !~ /a(?!b)/',
    'stdout contains "<<x:int>>"',
    'stdout contains ""',
    'json $.items[*].id == 1',
    'json .items exists',
    'json $.a == [“x”]',
    'json $.a < "x"',
    'json $.a == ["${x}"]',
    '# a comment',
    'file exists',
    'file ./a',
    'file "" exists',
    'file "./a exists',
    'file ./a is there',
    'file ./a has mode rw',
    'file ./a contains text',
    'file ./a =~ /(/',
    'file ./<<x:int>> exists',
    'file ./a contains ""',
    'port open',
    'port 8080',
    'port 65536 open',
    'port http open',
    'http http://h/ == 200',
    'http POST http://h/ == 200',
    'http GET /health == 200',
    'http GET http://h/ 200',
    'http GET http://h/ == ok',
    'http GET http://h/ == 2000',
  ])('reports `%s`', (line) => {
    expect(problemsOf('assert', ['', `  ${line}`])).toMatchSnapshot();
  });

  it('H19: without conditions is a finding', () => {
    expect(problemsOf('assert', [])).toMatchInlineSnapshot(`
      [
        "10:4+6 vacuous-expectation: this fence has no condition",
      ]
    `);
  });

  it('cannot have `output` and another stream', () => {
    expect(problemsOf('assert', ['output is empty', 'stderr is empty'])).toMatchInlineSnapshot(`
      [
        "10:4+6 bad-condition: \`output\` is both streams in one pipe, it cannot stand with the others",
      ]
    `);
  });
});
