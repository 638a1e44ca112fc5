import { describe, expect, it } from 'vitest';
import { answer, ask } from './asking.ts';

const FAMILY = '👨‍👩‍👧';
const FLAG = '🇨🇭';

describe('wide and combined characters', () => {
  it('are taken out as a whole', async () => {
    const terminal = await ask([{ text: 'Name' }]);
    await terminal.waitFor('Name');
    terminal.type('日本😀x');
    terminal.press('BSpace', 'BSpace');
    await terminal.see('Name 日本█');
    terminal.press('Enter');
    await terminal.waitFor(answer('日本'));
    expect(terminal.transcript()).toMatchInlineSnapshot(`
      "Questions
      Name 日本
      = "日本""
    `);
  });

  it('wrap at the end of a line, and leave nothing of it when they are taken out', async () => {
    const terminal = await ask([{ text: '名前' }], 'rich', { columns: 40 });
    await terminal.waitFor('名前');
    const typed = '漢'.repeat(30);
    terminal.type(typed);
    await terminal.see('█');
    await terminal.until('thirty of them', () => terminal.screen().split('漢').length === 31);
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Questions
      名前 漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢
      漢漢漢漢漢漢漢漢漢漢漢漢漢█"
    `);
    terminal.press(...Array.from({ length: 25 }, () => 'BSpace'));
    await terminal.until('five of them', () => terminal.screen().split('漢').length === 6);
    terminal.press('Enter');
    await terminal.waitFor(answer('漢'.repeat(5)));
    expect(terminal.transcript()).toMatchInlineSnapshot(`
      "Questions
      名前 漢漢漢漢漢
      = "漢漢漢漢漢""
    `);
  });

  it('stay whole where the cursor stands in front of one', async () => {
    const terminal = await ask([{ text: 'Name' }]);
    await terminal.waitFor('Name');
    terminal.type('a😀b');
    for (const reversed of ['b', '😀']) {
      terminal.press('Left');
      const shown = `\x1b[7m${reversed}`;
      await terminal.until(`${reversed}, reversed`, () => terminal.painted().includes(shown));
    }
    terminal.type('c');
    await terminal.see('ac');
    terminal.press('Enter');
    await terminal.waitFor(answer('ac😀b'));
  });

  it('in a list are cut where the terminal ends', async () => {
    const choices = [
      { value: 'wide', label: `· wide  ${'語'.repeat(30)}` },
      { value: 'faces', label: `· faces  ${'😀'.repeat(30)}` },
      { value: 'accents', label: `· accents  ${'e\u0301'.repeat(60)}` },
      { value: 'last', label: '· last' },
    ];
    const terminal = await ask([{ choose: '行く', choices }], 'rich', { columns: 40 });
    await terminal.see('· last');
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Questions
      行く █
      ▸ · wide  語語語語語語語語語語語語語語…
        · faces  😀😀😀😀😀😀😀😀😀😀😀😀😀😀…
        · accents  éééééééééééééééééééééééééé…
        · last"
    `);
    terminal.type('語');
    await terminal.until('one entry', () => !terminal.screen().includes('last'));
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Questions
      行く 語█
      ▸ · wide  語語語語語語語語語語語語語語…"
    `);
    terminal.press('Enter');
    await terminal.waitFor(answer('wide'));
  });

  it('in a paste are rubbed out with all their columns', async () => {
    const terminal = await ask([{ paste: 'Paste' }]);
    await terminal.waitFor('Paste');
    terminal.type(`a日${FAMILY}${FLAG}`);
    terminal.press('BSpace', 'BSpace', 'BSpace');
    terminal.type('b');
    await terminal.until('ab', (shown) => shown.split('\n').includes('ab'));
    terminal.press('Enter', 'C-d');
    await terminal.waitFor(answer('ab\n'));
  });
});
