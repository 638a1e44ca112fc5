import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
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
        edited   for this run; the document stays as it is
        expect   exit 0
        expect   output (1 line), line 9
      ? run
      ✔ First  echo one  edited,  TIME
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

  it('e opens the text again that could not be, so that nothing has to be typed twice', async () => {
    const editor =
      'if test -e again; then echo "echo mended; fi" >>"$1"; else touch again; echo "if true; then" >"$1"; fi';
    const guided = await failSecond({ EDITOR: `sh -c '${editor}' sh` });
    guided.press('e');
    await guided.asked('the block cannot be so');
    guided.press('e');
    expect(await finish(guided)).toBe(0);
    expect(guided.transcript()).toContain('│ mended');
  });

  it('verifies nothing of the document where it passes: neither an item of the checklist nor the page', async () => {
    const document = `# Doc\n\n- [ ] [It is told](#first)\n\n## First\n\n${fence('bash test', 'false')}`;
    const guided = await step(document, {
      line: REPORT,
      env: { EDITOR: "sed -i 's/false/echo true/'" },
    });
    await guided.asked('1/1  First');
    guided.press('e');
    await guided.asked('$ echo true');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    const [checklist] = eventsOf(guided.events(), 'checklist');
    expect(checklist?.items).toEqual([
      {
        line: 3,
        text: 'It is told',
        state: 'unproven',
        why: '`first` passed in an edited form',
      },
    ]);
    guided.enter('runbook export doc.md --to markdown --proof events.jsonl');
    expect(await guided.exit(2)).toBe(0);
    expect(guided.transcript()).toContain('<sub>not proven: passed in an edited form in run');
  });

  it('and is changed again is on record with all that differs from the document, and can be put back', async () => {
    const document = sections({ First: fence('bash run', 'echo one', 'echo two') });
    const guided = await step(document, {
      line: REPORT,
      env: { EDITOR: './edit' },
      files: {
        edit: `#!/bin/sh
case $(cat "$1") in
*one*) sed -i s/one/1/ "$1" ;;
*two*) sed -i s/two/2/ "$1" ;;
*) printf 'echo one\\necho two\\n' >"$1" ;;
esac
`,
      },
    });
    chmodSync(join(guided.dir, 'edit'), 0o755);
    await guided.asked('1/1  First');
    guided.press('e');
    await guided.asked('$ echo 1');
    guided.press('e');
    await guided.asked('echo 2');
    guided.press('e');
    await guided.asked("the document's again");
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    const edits = eventsOf(guided.events(), 'operator');
    expect(edits.map(({ diff }) => diff?.split('\n').slice(3))).toEqual([
      ['-echo one', '+echo 1', ' echo two', ''],
      ['-echo one', '-echo two', '+echo 1', '+echo 2', ''],
      undefined,
    ]);
    const [end] = eventsOf(guided.events(), 'step-end');
    expect(end?.verdict).toEqual({ status: 'passed', captures: {} });
  });

  it('stays so as well when nobody is asked any more', async () => {
    const guided = await failSecond({ EDITOR: "sed -i 's/test -e fixed/test -e mended/'" });
    guided.press('e');
    await guided.asked('test -e mended');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(1);
    writeFileSync(join(guided.dir, 'mended'), '');
    guided.enter('runbook resume --yes >shown');
    expect(await guided.exit(2)).toBe(0);
    const shown = readFileSync(join(guided.dir, 'shown'), 'utf8');
    expect(shown).toContain('second stays as it was changed for this run by');
    expect(shown).toMatch(/✔ Second .* edited, \d/);
  });

  it('stays so when the run is left and resumed, and the run says so', async () => {
    const guided = await failSecond({ EDITOR: "sed -i 's/test -e fixed/test -e mended/'" });
    guided.press('e');
    await guided.asked('test -e mended');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(1);
    writeFileSync(join(guided.dir, 'mended'), '');
    guided.enter('runbook resume --report jsonl=events.jsonl');
    await guided.asked('2/3  Second', 2);
    expect(settled(guided).split('$ runbook resume').at(-1)).toMatchInlineSnapshot(`
      " --report jsonl=events.jsonl
      Steps  ~/work · resumed run 7f3k
        ann left it before second, DATE
        second stays as it was changed for this run by ann
      ✔ First   here=first                    done before

      ▸ 2/3  Second                                                       run   ~/work
        $ here=second; touch was-tried
          test -e mended
        edited   for this run; the document stays as it is
        expect   exit 0
      ?  [r]un  [m]anual  [s]kip  [b]ack  [j]ump  [e]dit  [v]iew  [!] shell
      [A]ll the rest  [q]uit  [?]"
    `);
    guided.press('A');
    expect(await guided.exit(2)).toBe(0);
    const ends = eventsOf(guided.events(), 'step-end');
    expect(ends.map(({ step: id, verdict }) => [id, 'edited' in verdict])).toEqual([
      ['first', false],
      ['second', true],
      ['third', false],
    ]);
  });

  it.each([
    [
      'its block in the document is another one now',
      (text: string) => text.replace('was-tried', 'was-tried-here'),
      "sed -i 's/test -e fixed/test -e mended/'",
    ],
    [
      'a secret was in it, so it was not stored',
      (text: string) => text,
      "sed -i 's/test -e fixed/test -e hush-hush/'",
    ],
  ])(
    "is the document's again after resume, which says so, when %s",
    async (why, change, editor) => {
      const document = `---\nrunbook: {params: {token: {secret: true}}}\n---\n${BROKEN}`;
      const guided = await step(document, { env: { EDITOR: editor, TOKEN: 'hush-hush' } });
      await guided.asked('1/3  First');
      guided.press('A');
      await guided.asked('exited with 1');
      guided.press('e');
      await guided.asked('✗ doc.md:16', 2);
      guided.press('q');
      await guided.question('Why, if you want to say');
      guided.press('Enter');
      expect(await guided.exit()).toBe(1);
      writeFileSync(join(guided.dir, 'doc.md'), change(document));
      guided.enter('clear; runbook resume');
      await guided.asked('2/3  Second');
      expect(settled(guided).replaceAll('\n', ' ').replaceAll(/ +/g, ' ')).toContain(
        `second runs as the document has it; its change by ann is lost: ${why}`,
      );
      expect(guided.screen()).toContain('test -e fixed');
      guided.press('C-c');
      expect(await guided.exit(2)).toBe(130);
    },
  );
});
