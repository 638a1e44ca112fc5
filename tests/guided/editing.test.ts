import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { BROKEN, fence, sections, TWO } from './documents.ts';
import { failSecond, finish } from './fail-second.ts';
import { closeTerminals, endsOf, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';

describe('a block that is changed for this run', () => {
  it('e changes the block for this run: the record has the difference, the document stays', async () => {
    const document = sections({
      First: `${fence('bash run', 'echo one')}\n${fence('output', 'two')}`,
    });
    const guided = await step(document, {
      line: REPORT,
      env: { EDITOR: "sed -i 's/one/two/'" },
    });
    await guided.asked('1/1  First');
    guided.press('e');
    await guided.asked('$ echo two');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(readFileSync(join(guided.dir, 'doc.md'), 'utf8')).toBe(document);
    const [edit] = eventsOf(guided.events(), 'operator');
    expect(edit?.diff).toMatchInlineSnapshot(`
      "--- first	document
      +++ first	edited
      @@ -1,1 +1,1 @@
      -echo one
      +echo two
      "
    `);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

      ▸ 1/1  First                                                        run   ~/work
        $ echo one
        expect   exit 0
        expect   output (1 line), line 9
      ? edit
      ann changed \`first\` for this run
        @@ -1,1 +1,1 @@
        -echo one
        +echo two

      ▸ 1/1  First                                                        run   ~/work
        $ echo two
        expect   exit 0
        expect   output (1 line), line 9
      ? run
      ✔ First  echo one  TIME
        │ two
      1 passed in TIME"
    `);
  });

  it.each([
    ['bash cannot read it', "printf 'if true; then\\n' >", 'line 1 of the block'],
    ['it would end the fence', "printf '```\\nx\\n' >", 'the block would not end where it does'],
    ['the editor fails', 'false', 'the editor `false` ended with 1'],
  ])('e changes nothing when %s', async (_why, editor, message) => {
    const guided = await step(TWO, { env: { EDITOR: editor } });
    await guided.asked('1/2  First');
    guided.press('e');
    await guided.asked(message);
    guided.press('r');
    await guided.asked('2/2  Second');
    expect(guided.transcript()).toContain('│ first');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('e and retry runs what was edited; the document stays', async () => {
    const guided = await failSecond({ EDITOR: "sed -i 's/test -e fixed/echo mended/'" });
    guided.press('e');
    expect(await finish(guided)).toBe(0);
    expect(readFileSync(join(guided.dir, 'doc.md'), 'utf8')).toBe(BROKEN);
    expect(eventsOf(guided.events(), 'operator').map(({ diff }) => diff)).toMatchInlineSnapshot(`
      [
        "--- second	document
      +++ second	edited
      @@ -1,2 +1,2 @@
       here=second; touch was-tried
      -test -e fixed
      +echo mended
      ",
      ]
    `);
    expect(endsOf(guided)).toEqual([
      'first passed',
      'second failed',
      'second passed',
      'third passed',
    ]);
  });

  it('e asks again when the block cannot be so', async () => {
    const guided = await failSecond({ EDITOR: "printf 'done\\n' >" });
    guided.press('e');
    await guided.asked('the block cannot be so');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });
});
