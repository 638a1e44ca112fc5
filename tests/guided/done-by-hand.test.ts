import { describe, expect, it } from 'vitest';
import { fence, sections } from './documents.ts';
import { closeTerminals, decisionsOf, endsOf, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';

describe('a step that is done by hand', () => {
  it('m does it by hand: what is pasted is held against the expectations', async () => {
    const document = sections({
      Version: `${fence('bash run', 'echo "version 1.2"')}\n${fence('output', 'version <<v:number>>')}`,
      Use: fence('bash run', 'echo "uses $v"'),
    });
    const guided = await step(document, { line: REPORT });
    await guided.asked('1/2  Version');
    guided.press('m');
    await guided.waitFor('Is it done?');
    guided.press('d');
    await guided.question('Paste what it printed');
    guided.enter('version none');
    guided.press('C-d');
    await guided.waitFor('it does not hold');
    await guided.waitFor('Is it done?', 2);
    guided.press('d');
    await guided.waitFor('Paste what it printed', 2);
    guided.enter('version 7.5');
    guided.press('C-d');
    await guided.asked('2/2  Use');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

      ▸ 1/2  Version                                                      run   ~/work
        $ echo "version 1.2"
        expect   exit 0
        expect   output (1 line), line 9
      ? manual

      ▸ 1/2  Version  by hand  doc.md:5
        $ echo "version 1.2"
        expect  output (1 line), line 9
      Is it done? done, paste the output
      Paste what it printed, then press Ctrl-D
      version none

      ✗ it does not hold
         10      │ - version <<v:number>>
               1 │ + version none
      Is it done? done, paste again
      Paste what it printed, then press Ctrl-D
      version 7.5
      ✔ Version  echo "version 1.2"  done by ann
        │ v = 7.5

      ▸ 2/2  Use                                                          run   ~/work
        $ echo "uses 7.5"
        expect   exit 0
      ? run
      ✔ Use      echo "uses $v"  TIME
        │ uses 7.5
      2 passed in TIME"
    `);
  });

  it('m marks it done by hand, for a reason, and asks for what it would have captured: exit 4', async () => {
    const document = sections({
      Ask: `${fence('bash run', 'exit 3')}\n${fence('output', 'token <<token:word>> of <<n:int>>')}`,
      Use: fence('bash run', 'echo "token=$token n=$n"'),
    });
    const guided = await step(document, { line: REPORT });
    await guided.asked('1/2  Ask');
    guided.press('r');
    await guided.asked('exited with 3');
    guided.press('m');
    await guided.question('How was it done?');
    guided.enter('on the console');
    await guided.question('Value of `token`');
    guided.enter('abc');
    await guided.question('Value of `n`');
    guided.enter('12');
    await guided.asked('2/2  Use');
    guided.press('r');
    await guided.waitFor('token=abc n=12');
    expect(await guided.exit()).toBe(4);
    expect(endsOf(guided)).toEqual(['ask failed', 'ask passed', 'use passed']);
    expect(decisionsOf(guided)).toEqual(['done ask on the console']);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

      ▸ 1/2  Ask                                                          run   ~/work
        $ exit 3
        expect   exit 0
        expect   output (1 line), line 9
      ? run
      ✗ Ask  exit 3  TIME

      ✗ doc.md:5  run · ask   (exit 3, TIME)
        exited with 3; the step expects 0

      ? mark done by hand
      How was it done? on the console
      Value of \`token\` abc
      Value of \`n\` 12
      ✔ Ask  exit 3  done by ann, unchecked: on the console
        │ token = abc
        │ n = 12

      ▸ 2/2  Use                                                          run   ~/work
        $ echo "token=abc n=12"
        expect   exit 0
      ? run
      ✔ Use  echo "token=$token n=$n"  TIME
        │ token=abc n=12
      2 passed in TIME"
    `);
  });

  it.each([
    ['a type', fence('output', 'n <<v:int>>'), 'many', 'it must be of the type `int`', '12'],
    ['a range', fence('output', 'n <<v:int 1..9>>'), '12', 'it must be within 1..9', '5'],
    ['a list', fence('output', 'is <<v:enum up|ok>>'), 'down', 'it must be one of up, ok', 'ok'],
    [
      'the expression of a group',
      fence('output match=regex', '(?i)n (?P<v>[a-c)]+)!'),
      'xyz',
      'it must match `(?P<v>[a-c)]+)`',
      'A)',
    ],
    [
      'a value of JSON',
      fence('json expect', '{"v": "<<v:object>>"}'),
      '[1]',
      '`object`',
      '{"a":1}',
    ],
    ['a type of the document', fence('output', '<<v:ticket>>'), 'T-x', '`ticket`', 'T-12'],
    [
      'what a variable can be',
      fence('output', '<<v:any>>'),
      'a hush-hush',
      'would hold a secret',
      'a',
    ],
  ])('holds a value to %s when it is marked done', async (_, expected, wrong, message, right) => {
    const document = `---
runbook: {params: {token: {secret: true}}, types: {ticket: 'T-\\d+'}}
---
${sections({ Ask: `${fence('bash run', 'exit 3')}\n${expected}`, Use: fence('bash run', 'echo "v=$v"') })}`;
    const guided = await step(document, { line: REPORT, env: { TOKEN: 'hush-hush' } });
    await guided.asked('1/2  Ask');
    guided.press('r');
    await guided.asked('exited with 3');
    guided.press('m');
    await guided.question('How was it done?');
    guided.enter('by hand');
    await guided.question('Value of `v`');
    guided.enter(wrong);
    await guided.waitFor(message);
    guided.press('C-u');
    guided.enter(right);
    await guided.asked('2/2  Use');
    guided.press('r');
    await guided.waitFor(`v=${right}`);
    expect(await guided.exit()).toBe(4);
  });

  it('is shown with a param that was left out as the empty text that it is', async () => {
    const document = `---
runbook: {params: {flags: {required: false}, name: {default: x}}}
---
${sections({ Do: fence('bash manual', 'tool $FLAGS --flags="$FLAGS" $NAME "${flags}"') })}`;
    const guided = await step(document);
    await guided.asked('1/1  Do');
    expect(guided.transcript()).toContain('tool  --flags="" x ""');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });
});
