import { describe, expect, it } from 'vitest';
import { closeTerminals, settled, step } from './guided.ts';

closeTerminals();


const GREETING = `# Greeting

A service that greets **everyone** who asks.

## Configure

The greeting stands in a file:

\`\`\`ini configure file=hello.ini
greeting = hello
\`\`\`

## Start

It reads the file when it starts.

\`\`\`bash run id=start
export GREETING=$(sed -n 's/^greeting = //p' hello.ini)
echo "serving $GREETING"
\`\`\`

\`\`\`output
serving <<word:word>>
\`\`\`

## Test

\`\`\`bash test id=greet
echo "$GREETING, world"
\`\`\`

\`\`\`output
hello, world
\`\`\`
`;

describe('a document is gone through step by step', () => {
  it('and the transcript reads as a record of what was done', async () => {
    const guided = await step(GREETING);
    await guided.asked('1/3  Configure');
    guided.press('r');
    await guided.asked('2/3  Start');
    guided.press('r');
    await guided.asked('3/3  Test');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md
      Greeting  ~/work · run 7f3k

      ▸ 1/3  Configure (configure)                                  configure   ~/work
        Greeting

        A service that greets everyone who asks.

        Configure

        The greeting stands in a file:

        hello.ini: creates, 1 line
        +greeting = hello
      ? run
      ✔ Configure  hello.ini (created, 1 line)  TIME

      ▸ 2/3  Start (start)                                                run   ~/work
        Start

        It reads the file when it starts.

        $ export GREETING=$(sed -n 's/^greeting = //p' hello.ini)
          echo "serving $GREETING"
        expect   exit 0
        expect   output (1 line), line 22
      ? run
      ✔ Start      export GREETING=$(sed -n 's/^greeting = //p' he…  TIME
        │ serving hello
        │ word = hello

      ▸ 3/3  Test (greet)                                                test   ~/work
        Test

        $ echo "$GREETING, world"
        expect   exit 0
        expect   output (1 line), line 32
      ? run
      ✔ Test       echo "$GREETING, world"  TIME
        │ hello, world
      3 passed in TIME
      $"
    `);
  });
});
