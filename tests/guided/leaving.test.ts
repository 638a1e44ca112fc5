import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fence, sections } from './documents.ts';
import { closeTerminals, type Guided, settled, step } from './guided.ts';

closeTerminals();

const DOCUMENT = sections({
  Serve: fence('bash run background ready=log:/^up/', 'echo up', 'exec sleep 1000'),
  Drop: fence('bash run confirm="Really drop it?"', 'touch dropped'),
  Clean: fence('bash cleanup', 'touch cleaned'),
});

/** The document up to its question. */
async function serve(): Promise<Guided> {
  const guided = await step(DOCUMENT, { rows: 60 });
  await guided.asked('1/2  Serve');
  guided.press('r');
  await guided.asked('2/2  Drop');
  return guided;
}

/** What a command prints that is typed when a program before it has ended. */
async function tell(guided: Guided, line: string, exits: number): Promise<string> {
  guided.enter(line);
  await guided.exit(exits);
  await guided.waitFor(`$ ${line}`);
  return settled(guided).split(`$ ${line}\n`).at(-1)?.replace(/\n\$$/, '') ?? '';
}

describe('a guided run that is left', () => {
  it('with q keeps everything, says so in the history, and stop ends it', {
    timeout: 60_000,
  }, async () => {
    const guided = await serve();
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.enter('lunch');
    expect(await guided.exit()).toBe(4);
    expect(existsSync(join(guided.dir, 'cleaned'))).toBe(false);
    expect(settled(guided).split('say lunch\n').at(-1)).toMatchInlineSnapshot(`
      "ann left the run before \`drop\`: lunch
      cleanup did not run: the run was left to go on later; later: runbook stop 7f3k
      serve is still running; stop it with: runbook stop 7f3k
      next runbook resume 7f3k
      1 passed, 1 not reached in TIME"
    `);
    expect(await tell(guided, 'runbook history', 2)).toMatch(/■ left at drop, left serve running/);
    expect(await tell(guided, 'runbook stop', 3)).toMatchInlineSnapshot(`
      "Steps  ~/work · stop run 7f3k
      ✔ Clean  touch cleaned  TIME
      serve is stopped
      1 passed in TIME"
    `);
    expect(existsSync(join(guided.dir, 'cleaned'))).toBe(true);
    expect(await tell(guided, 'runbook history', 4)).toMatch(/■ left at drop, stopped/);
  });

  it('with a no to a question keeps everything as well', { timeout: 60_000 }, async () => {
    const guided = await serve();
    guided.press('r');
    await guided.question('yes or no');
    guided.enter('no');
    expect(await guided.exit()).toBe(4);
    expect(settled(guided).split('? run\n').at(-1)).toMatchInlineSnapshot(`
      "
      ▸ 2/2  Drop  run  doc.md:13
        Really drop it?
      Run \`drop\`? yes or no no
      ann declined \`drop\`: it did not run; the run ended there
      cleanup did not run: the run was left to go on later; later: runbook stop 7f3k
      serve is still running; stop it with: runbook stop 7f3k
      next runbook resume 7f3k
      1 passed, 1 not reached in TIME"
    `);
    expect(existsSync(join(guided.dir, 'cleaned'))).toBe(false);
    expect(await tell(guided, 'runbook history', 2)).toMatch(/■ left at drop, left serve running/);
    guided.enter('runbook resume');
    await guided.asked('2/2  Drop', 2);
    guided.press('r');
    await guided.question('yes or no');
    guided.enter('yes');
    await guided.question('[n]o, later');
    guided.press('y');
    expect(await guided.exit(3)).toBe(0);
    expect(existsSync(join(guided.dir, 'dropped'))).toBe(true);
  });
});
