import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GREETING } from './documents.ts';
import { closeTerminals, type Guided, settled, step } from './guided.ts';

closeTerminals();

const RICH = `# Guide to \`everything\`

First *words*, a [link](https://example.com/page), and a rather long sentence that does not fit into a narrow terminal.

1. One
2. Two, with **weight**
   - inner

> Take care.

| a | b |
|---|---|
| 1 | 2 |

\`\`\`text
an untagged block is prose
\`\`\`

## Go

\`\`\`bash run timeout=5s env.MODE=fast
printf '%s\\n' "a rather long command line that does not fit into a narrow terminal either"
\`\`\`

\`\`\`output
a rather <<:any>>
\`\`\`
`;

/** Goes through the greeting to its end. */
async function greet(guided: Guided): Promise<number> {
  await guided.asked('1/3  Configure');
  guided.press('r');
  await guided.asked('2/3  Start');
  guided.press('r');
  await guided.asked('3/3  Test');
  guided.press('r');
  return guided.exit();
}

/** Every line that is wider than a terminal has been broken by it. */
function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

describe('what is shown of a document', () => {
  it('is its prose, as it reads on a page', async () => {
    const guided = await step(RICH);
    await guided.asked('1/1  Go');
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md
      Guide to everything  ~/work · run 7f3k

      ▸ 1/1  Go                                                           run   ~/work
        First words, a link (https://example.com/page), and a rather long sentence
        that does not fit into a narrow terminal.

        1. One
        2. Two, with weight
           - inner

        │ Take care.

        | a | b |
        |---|---|
        | 1 | 2 |

            an untagged block is prose

        $ printf '%s\\n' "a rather long command line that does not fit into a narrow
            terminal either"
        env      MODE=fast
        timeout  5s
        expect   exit 0
        expect   output (1 line), line 25
      ?  [r]un  [m]anual  [s]kip  [b]ack  [j]ump  [e]dit  [v]iew  [!] shell
      [A]ll the rest  [q]uit  [?]"
    `);
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('fits into the width of a telephone', async () => {
    const guided = await step(RICH, { columns: 40 });
    await guided.asked('1/1  Go');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(widest(guided.transcript())).toBeLessThanOrEqual(40);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md
      Guide to everything  ~/work · run 7f3k

      ▸ 1/1  Go                   run   ~/work
        First words, a link
        (https://example.com/page), and a
        rather long sentence that does not fit
        into a narrow terminal.

        1. One
        2. Two, with weight
           - inner

        │ Take care.

        | a | b |
        |---|---|
        | 1 | 2 |

            an untagged block is prose

        $ printf '%s\\n' "a rather long command
            line that does not fit into a
            narrow terminal either"
        env      MODE=fast
        timeout  5s
        expect   exit 0
        expect   output (1 line), line 25
      ? run
      ✔ Go  printf '%s\\n' "a rather…  TIME
        │ a rather long command line that doe…
      1 passed in TIME"
    `);
  });
});

describe('the transcript', () => {
  it('reads the same in 40 columns', async () => {
    const guided = await step(GREETING, { columns: 40 });
    expect(await greet(guided)).toBe(0);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md
      Greeting  ~/work · run 7f3k

      ▸ 1/3  Configure      configure   ~/work
        A service that greets everyone who
        asks.

        The greeting stands in a file:

        hello.ini: creates, 1 line
        +greeting = hello
      ? run
      ✔ Configure  hello.ini (create…  TIME

      ▸ 2/3  Start                run   ~/work
        It reads the file when it starts.

        $ export GREETING=$(sed -n
            's/^greeting = //p' hello.ini)
          echo "serving $GREETING"
        expect   exit 0
        expect   output (1 line), line 22
      ? run
      ✔ Start      export GREETING=$…  TIME
        │ serving hello
        │ word = hello

      ▸ 3/3  Test (greet)        test   ~/work
        $ echo "$GREETING, world"
        expect   exit 0
        expect   output (1 line), line 32
      ? run
      ✔ Test       echo "$GREETING,…  TIME
        │ hello, world
      3 passed in TIME"
    `);
  });

  it('has colours, and with NO_COLOR none', async () => {
    const coloured = await step(GREETING);
    const plain = await step(GREETING, { env: { NO_COLOR: '1' } });
    expect(await greet(coloured)).toBe(0);
    expect(await greet(plain)).toBe(0);
    expect(settled(plain)).toBe(settled(coloured));
    expect(coloured.painted()).toMatch(/\x1b\[[\d;]*32m✔/);
    expect(plain.painted()).not.toMatch(/\x1b\[[\d;]*3\dm/);
  });
});

describe('--plain, for screen readers', () => {
  it('prints lines only, and takes answers that end with Enter', async () => {
    const guided = await step(GREETING, { line: 'step --plain doc.md' });
    await guided.question('[?]:');
    guided.enter('r');
    await guided.waitFor('Step 2/3');
    await guided.question('[?]:');
    guided.enter('');
    await guided.waitFor('answer with one of');
    guided.enter('j');
    await guided.question('Go to, number or name:');
    guided.enter('9');
    await guided.waitFor('there is no such entry');
    guided.enter('greet');
    await guided.waitFor('Step 3/3');
    await guided.question('[?]:');
    guided.enter('s');
    await guided.question('Why is it left out?');
    guided.enter('');
    await guided.waitFor('Why is it left out?', 2);
    guided.enter('no time');
    await guided.waitFor('Step 2/3', 2);
    await guided.question('[?]:');
    guided.enter('r');
    expect(await guided.exit()).toBe(4);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step --plain doc.md
      Greeting  ~/work · run 7f3k

      Step 1/3  Configure                                           configure   ~/work
        A service that greets everyone who asks.

        The greeting stands in a file:

        hello.ini: creates, 1 line
        +greeting = hello
      ? [r]un [m]anual [s]kip [b]ack [j]ump [e]dit [v]iew [!] shell [A]ll the rest
      [q]uit [?]: r
      ✔ Configure  hello.ini (created, 1 line)  TIME

      Step 2/3  Start                                                     run   ~/work
        It reads the file when it starts.

          export GREETING=$(sed -n 's/^greeting = //p' hello.ini)
          echo "serving $GREETING"
        expect   exit 0
        expect   output (1 line), line 22
      ? [r]un [m]anual [s]kip [b]ack [j]ump [e]dit [v]iew [!] shell [A]ll the rest
      [q]uit [?]:
      answer with one of r m s b j e v ! A q ?
      ? [r]un [m]anual [s]kip [b]ack [j]ump [e]dit [v]iew [!] shell [A]ll the rest
      [q]uit [?]: j
      1. ✔ configure  Configure
      2. · start  Start  (here)
      3. · greet  Test
      Go to, number or name: 9
      there is no such entry
      Go to, number or name: greet

      Step 3/3  Test (greet)                                             test   ~/work
          echo "$GREETING, world"
        expect   exit 0
        expect   output (1 line), line 32
      ? [r]un [m]anual [s]kip [b]ack [j]ump [e]dit [v]iew [!] shell [A]ll the rest
      [q]uit [?]: s
      Why is it left out?
      the record needs a reason
      Why is it left out? no time
      ↓ Test       echo "$GREETING, world"  skipped by ann: no time

      Step 2/3  Start                                                     run   ~/work
        It reads the file when it starts.

          export GREETING=$(sed -n 's/^greeting = //p' hello.ini)
          echo "serving $GREETING"
        expect   exit 0
        expect   output (1 line), line 22
      ? [r]un [m]anual [s]kip [b]ack [j]ump [e]dit [v]iew [!] shell [A]ll the rest
      [q]uit [?]: r
      ✔ Start      export GREETING=$(sed -n 's/^greeting = //p' he…  TIME
        │ serving hello
        │ word = hello
      2 passed, 1 skipped in TIME"
    `);
  });

  it('is what a dumb terminal gets, and moves no cursor', async () => {
    const guided = await step(GREETING, { line: '' });
    guided.enter('TERM=dumb script -qec "runbook step doc.md" typescript');
    await guided.question('[?]:');
    guided.enter('A');
    expect(await guided.exit()).toBe(0);
    const written = readFileSync(join(guided.dir, 'typescript'), 'utf8');
    expect(written).toContain('Step 1/3  Configure');
    expect(written).toContain('3 passed');
    expect(written).not.toContain('\x1b');
  });

  it('ends with 130 on Ctrl-C', async () => {
    const guided = await step(GREETING, { line: 'step --plain doc.md' });
    await guided.question('[?]:');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });
});
