import { describe, expect, it } from 'vitest';
import { fence } from './documents.ts';
import { closeTerminals, normalize, step } from './guided.ts';

closeTerminals();

const DOCUMENT = `# Narrow

- [ ] The one who pays for it has been told about it in person

## Ask

${fence('text manual', 'Ask the security department for a key that can be used here.')}
## Do

${fence('bash run confirm="Really drop everything that belongs to the table?"', 'false')}`;

describe('in 40 columns no word is broken', () => {
  it('of what a person is to do, is asked, is told, and has decided', async () => {
    const guided = await step(DOCUMENT, { columns: 40 });
    await guided.asked('1/2  Ask');
    guided.press('r');
    await guided.waitFor('Is it done?');
    guided.press('d');
    await guided.question('Note, if any');
    guided.press('Enter');
    await guided.asked('2/2  Do');
    guided.press('b');
    await guided.asked('1/2  Ask', 3);
    guided.press('s');
    await guided.asked('it has passed, and stays so');
    guided.press('j');
    await guided.waitFor('· do');
    guided.type('do');
    await guided.waitFor('Go to do');
    guided.press('Enter');
    await guided.asked('2/2  Do', 2);
    guided.press('r');
    await guided.question('yes or no');
    guided.enter('yes');
    await guided.asked('exited with 1');
    guided.press('d');
    await guided.asked('on-fail=');
    guided.press('R');
    await guided.asked('it cannot be rolled back');
    guided.press('i');
    await guided.question('Why can it be ignored?');
    guided.enter('nobody has ever needed it here');
    await guided.waitFor('Does it hold?');
    guided.press('l');
    expect(await guided.exit()).toBe(4);
    // How long the person's name is decides where those lines are broken that have it.
    const shown = normalize(guided.transcript()).split('Checklist  1 unconfirmed')[0] ?? '';
    const lines = shown.split('\n').filter((line) => !line.startsWith('✔'));
    expect(lines.slice(8).join('\n')).toMatchInlineSnapshot(`
      "      key that can be used here.
        by       a person
      ? run

      ▸ 1/2  Ask  by hand  doc.md:7
        Ask the security department for a key
        that can be used here.
      Is it done? done
      Note, if any

      ▸ 2/2  Do                   run   ~/work
        $ false
        asks     Really drop everything that
                 belongs to the table?
        expect   exit 0
      ? back

      ▸ 1/2  Ask               manual   ~/work
        done by ann, DATE
        - [ ] The one who pays for it has been
          told about it in person

          Ask the security department for a
            key that can be used here.
        by       a person
      ? skip
      it has passed, and stays so; j goes to
        another step, A on with the rest
      ? jump
      Go to do

      ▸ 2/2  Do                   run   ~/work
        $ false
        asks     Really drop everything that
                 belongs to the table?
        expect   exit 0
      ? run

      ▸ 2/2  Do  run  doc.md:13
        Really drop everything that belongs to
        the table?
      Run \`do\`? yes or no yes
      ✗ Do   false  TIME

      ✗ doc.md:13  run · do   (exit 1, TIME)
         14      │ false
        exited with 1; the step expects 0

      ? diagnose
      the step names no section for its
        failure (\`on-fail=\`)
      ? Rollback
      it cannot be rolled back: no \`rollback\`
        step undoes \`ask\` (line 7), \`do\` (line
        13)
      ? ignore
      Why can it be ignored? nobody has ever
      needed it here

      Checklist
        1/1  The one who pays for it has been
          told about it in person
      Does it hold? leave it open
      "
    `);
  });

  it('of a failure and what is found out about it', async () => {
    const document = `# Narrow

## Start

${fence('bash run id=server background ready=file:never-there on-fail=#the-server-does-not-start', 'echo no greeting; exit 3')}
## The server does not start

It has to be told what it is to say.

${fence('bash diagnose id=greeting-has-been-given', 'echo it has none; false')}
${fence('bash diagnose id=network-is-up', 'echo the network is up, as it has been all day')}`;
    const guided = await step(document, { columns: 40 });
    await guided.asked('1/1  Start');
    guided.press('r');
    await guided.asked('✗ doc.md:5');
    guided.press('d');
    await guided.asked('diagnose: network-is-up');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    const [, failed = ''] = normalize(guided.transcript()).split('? run\n');
    const [shown = ''] = failed.split('\n\n?  [r]etry').slice(-2);
    // How long the time is decides where its line is broken.
    const text = shown.replace(/\(exit 3,\s+\w+\)/, '(exit 3, TIME)');
    expect(text).toMatchInlineSnapshot(`
      "✗ Start  echo no greeting; exi…  TIME

      ✗ doc.md:5  run · server   (exit 3, TIME)
        exited with 3 before it was ready; a
          background step keeps running
        last line printed:
          no greeting
        log
          ~/.local/state/runbook/runs/7f3k/1-s
      erver.log

      ? diagnose
        The server does not start (doc.md:9)
        ● likely cause:
          greeting-has-been-given (doc.md:13)
           14      │ echo it has none; false
          exited with 1; the step expects 0
          it has none
          It has to be told what it is to say.
        ✔ diagnose: network-is-up (doc.md:17)
          the network is up, as it has been
          all day"
    `);
  });
});
