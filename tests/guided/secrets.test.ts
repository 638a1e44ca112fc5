import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { fence } from './documents.ts';
import { closeTerminals, type Guided, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';
const SECRET = 'hunter2-of-the-night';

/** Nothing that is on the terminal or in the record may be the secret. */
function expectNone(guided: Guided): void {
  expect(guided.transcript()).not.toContain(SECRET);
  expect(readFileSync(join(guided.dir, 'events.jsonl'), 'utf8')).not.toContain(SECRET);
}

describe('a secret in guided mode', () => {
  it('that marks a step done is not echoed', { timeout: 60_000 }, async () => {
    const document = `# Doc\n\n${fence('bash run secret capture=token', 'exit 3')}
${fence('bash test', 'test "${#token}" = 20 && echo it is there')}`;
    const guided = await step(document, { line: REPORT, rows: 60 });
    await guided.asked('1/2');
    guided.press('r');
    await guided.asked('✗ doc.md');
    guided.press('m');
    await guided.question('How was it done?');
    guided.enter('on the console');
    await guided.question('Value of `token`');
    guided.enter(SECRET);
    await guided.asked('2/2');
    guided.press('r');
    expect(await guided.exit()).toBe(4);
    expectNone(guided);
    expect(guided.transcript()).toContain('│ it is there');
  });

  it('that is pasted is not echoed', { timeout: 60_000 }, async () => {
    const document = `# Doc\n\n${fence('bash manual secret capture=token', 'show-token')}
${fence('bash test', 'test "${#token}" = 20 && echo it is there')}`;
    const guided = await step(document, { line: REPORT, rows: 60 });
    await guided.asked('1/2');
    guided.press('r');
    await guided.waitFor('Is it done?');
    guided.press('d');
    await guided.waitFor('Paste what it printed (not shown)');
    guided.type(SECRET);
    guided.press('C-d');
    await guided.asked('2/2');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expectNone(guided);
    expect(guided.transcript()).toContain('│ it is there');
  });

  it('in a file block is not shown by v, nor one in what is expected or edited', {
    timeout: 60_000,
  }, async () => {
    const document = `---
runbook:
  params:
    key: {secret: true, default: ${SECRET}}
---

# Doc

${fence('text configure file=key.txt secret', 'hush-hush')}
${fence('bash test', 'echo "$KEY"')}
${fence('output', '${key}')}`;
    const guided = await step(document, {
      line: REPORT,
      rows: 60,
      env: { PAGER: "sed 's/^/paged: /'", EDITOR: `sed -i s/KEY/KEY-${SECRET}/` },
    });
    await guided.asked('1/2');
    guided.press('v');
    await guided.asked('paged: nothing was printed');
    expect(guided.transcript()).toContain('paged: the file is secret');
    expect(guided.transcript()).not.toContain('hush');
    guided.press('r');
    await guided.asked('2/2');
    guided.press('v');
    await guided.asked('paged: nothing was printed', 2);
    expect(guided.transcript()).toContain('paged: •••\n');
    guided.press('e');
    await guided.asked('•••"\n');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(4);
    expectNone(guided);
    const [edit] = eventsOf(guided.events(), 'operator');
    expect(edit?.diff).toContain('+echo "$KEY-•••"\n');
  });
});
