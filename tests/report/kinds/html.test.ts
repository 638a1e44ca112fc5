import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf } from '../../engine/blocks.ts';
import { runInline } from '../../helpers/run-inline.ts';
import { findBarriers, launchBrowser, type Opened, openFile } from './browser.ts';
import { runReported } from './reporting.ts';

const DOCUMENT = `---
title: A guide
runbook:
  params:
    who: {type: string, default: you}
---
# A guide

Some *words* about it, <b>bold</b>, <script>document.title = 'taken'</script>
<img src="http://127.0.0.1:9/html.png" onerror="document.title = 'taken'">
and ![a picture](http://127.0.0.1:9/markdown.png), [further down](#breaks), [away](https://example.org/).

| left | right |
|------|------:|
| a    | 1     |

- [ ] [It greets](#greets)
- [ ] Somebody looked

## Greets

\`\`\`bash test id=greet
echo "hello $WHO <b>"; echo v1.2.3
\`\`\`

> It says:
>
> \`\`\`output
> hello you <b>
> v<<ver:semver>>
> \`\`\`

## Serves

- a list
  \`\`\`bash run id=server background ready=log:/up/
  echo up; exec sleep 987
  \`\`\`

## Configures

\`\`\`yaml configure file=a.yaml
a: 1
\`\`\`

## Breaks

\`\`\`bash test id=breaks keep-going retry=1 backoff=10ms on-fail=#help
printf 'got \\x01 </pre><script>document.title = "taken"</script>\\n'
\`\`\`

\`\`\`output
expected
\`\`\`

\`\`\`bash test id=long keep-going
for i in {1..20000}; do echo "line $i of many"; done; false
\`\`\`

\`\`\`bash test id=off if=false
true
\`\`\`

## Help

Look here.

\`\`\`bash diagnose id=why
echo cause; false
\`\`\`
`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function open(
  document: string,
  options?: Parameters<Browser['newPage']>[0],
): Promise<Opened> {
  const { dir, stderr } = await runReported(document);
  expect(stderr).toBe('');
  return openFile(browser, join(dir, 'out.html'), options);
}

const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).textContent()) ?? '';

/** Ids of the steps that can be seen. */
const shownSteps = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('.step')]
    .filter((step) => step.offsetParent !== null)
    .map((step) => step.id.replace('run-1-step-', ''))`);
const focused = (page: Page): Promise<string> =>
  page.evaluate("(document.activeElement?.id ?? '').replace('run-1-step-', '')");

describe('the page of a run', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(DOCUMENT);
  });

  it('shows the document, each block with its verdict, in the place where it stands', async () => {
    const { page } = opened;
    expect(await page.title()).toBe('✗ A guide');
    expect(await shownSteps(page)).toEqual([
      'greet',
      'server',
      'configures',
      'breaks',
      'long',
      'off',
      'why',
    ]);
    const bars = await page.locator('.step > .bar, .check > .bar').allInnerTexts();
    expect(
      bars.map((bar) => bar.replaceAll(/\s+/g, ' ').replaceAll(/\d+(?:ms|\.\ds)/g, 'TIME')),
    ).toEqual([
      '✔ greet test passed TIME · line 22',
      '✔ output (2 lines) holds',
      '✔ server run passed ready: log line /up/ · TIME · line 36',
      '✔ configures configure passed TIME · line 42',
      '✗ breaks test failed 2 attempts · TIME · line 48',
      '✗ output (1 line) does not hold',
      '✗ long test failed TIME · line 56',
      '○ off test skipped: `false` does not hold line 60',
      '● why diagnose likely cause: a likely cause TIME · line 68',
    ]);
    expect(await textOf(page, '.document')).toContain('Some words about it, bold');
    expect(await page.locator('blockquote .check').count()).toBe(1);
    expect(await page.locator('li .step').count()).toBe(1);
  });

  it('shows expected against got, attempts, causes, captured values, files and the checklist', async () => {
    const { page } = opened;
    const failure = await textOf(page, '#run-1-step-breaks pre.failure');
    expect(failure).toContain('│ - expected');
    expect(failure).toContain('│ + got \\x01 </pre><script>');
    expect(await textOf(page, '#run-1-step-breaks .attempts summary')).toBe('1 failed attempt');
    expect(await textOf(page, '#run-1-step-breaks pre.diagnosis')).toContain('likely cause: why');
    expect(await textOf(page, '#run-1-step-greet .captures')).toMatch(/ver\s*1\.2\.3/);
    expect(await textOf(page, '#run-1-step-configures .file')).toBe('a.yaml: created, 1 line');
    expect(await textOf(page, '.checklist')).toMatch(/✔ It greets[\s\S]*○ Somebody looked/);
    const tasks = await page.locator('.document li.task').allInnerTexts();
    expect(tasks).toEqual(['✔ It greets', '○ Somebody looked']);
    const facts = await page
      .locator('.facts table')
      .evaluateAll((tables) => tables.map((table) => table.textContent ?? ''));
    expect(facts[0]).toContain('ver1.2.3');
    expect(facts[1]).toContain('whoyoudefault');
    expect(facts[2]).toContain('exit code1');
  });

  it('has a timeline in the order in which the steps began', async () => {
    const { page } = opened;
    const rows = await page.locator('.timeline tbody th a').allInnerTexts();
    expect(rows).toEqual(['greet', 'server', 'configures', 'breaks', 'why', 'long']);
    expect(await page.locator('.timeline rect.stay').count()).toBe(1);
    const [first, last] = await page.locator('.timeline rect:not(.stay)').evaluateAll((bars) => {
      const lefts = bars.map((bar) => bar.getBoundingClientRect().left);
      return [lefts[0], lefts.at(-1)];
    });
    expect(first).toBeLessThan(last ?? 0);
  });

  it('H25: asks for nothing, and runs nothing that the document or a program has written', async () => {
    const { page, requests, errors } = opened;
    expect(await page.title()).toBe('✗ A guide');
    expect(await page.locator('.document img, .document script:not(.whole)').count()).toBe(0);
    expect({ requests, errors }).toEqual({ requests: [], errors: [] });
  });

  it('shows a long output by its ends, and all of it when that is asked for', async () => {
    const { page } = opened;
    const output = '#run-1-step-long .output';
    expect(await textOf(page, output)).not.toContain('line 9999 of many');
    expect(await textOf(page, output)).toContain('line 20000 of many');
    await page.locator(`${output} summary`).click();
    await page.locator(`${output} .more`).click();
    await page.locator(`${output} pre`, { hasText: 'line 9999 of many' }).waitFor();
    const all = await page.locator(`${output} pre`).evaluate((pre) => pre.textContent ?? '');
    expect(all.split('\n').length).toBe(20_000);
  });
});

describe('a person at the page', () => {
  it('sees only failures, and goes through everything, with the keyboard', async () => {
    const { page } = await open(DOCUMENT);
    await page.keyboard.press('f');
    expect(await shownSteps(page)).toEqual(['breaks', 'long']);
    expect(await page.locator('.document h4').first().isVisible()).toBe(false);
    expect(await textOf(page, '#said')).toBe('only failures are shown');
    await page.keyboard.press('f');
    expect((await shownSteps(page)).length).toBe(7);
    const seen: string[] = [];
    for (const key of ['j', 'j', 'k', 'n', 'n', 'n', 'p']) {
      await page.keyboard.press(key);
      seen.push(await focused(page));
    }
    expect(seen).toEqual(['greet', 'server', 'greet', 'breaks', 'long', 'long', 'breaks']);
    const output = page.locator('#run-1-step-breaks .output');
    expect(await output.getAttribute('open')).not.toBeNull();
    await page.keyboard.press('o');
    expect(await output.getAttribute('open')).toBeNull();
    await page.keyboard.press('?');
    expect(await page.locator('dialog').isVisible()).toBe(true);
    await page.locator('dialog button').click();
    expect(await page.locator('dialog').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Failures (2)' }).click();
    expect(await shownSteps(page)).toEqual(['breaks', 'long']);
  });

  it('has light and dark as the system has it, and as it is chosen', async () => {
    const { page } = await open(DOCUMENT, { colorScheme: 'dark' });
    const ground = (): Promise<string> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.keyboard.press('t');
    const light = await ground();
    expect([dark, light]).toEqual(['rgb(20, 23, 28)', 'rgb(247, 248, 250)']);
    await page.reload();
    expect(await ground()).toBe(light);
  });

  it.each(['light', 'dark'] as const)('finds no barrier, in %s', async (colorScheme) => {
    const { page } = await open(DOCUMENT, { colorScheme });
    await page.keyboard.press('O');
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await findBarriers(page)).toEqual([]);
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow).toBe(0);
  });

  it('reads all of it without a script', async () => {
    const { page } = await open(DOCUMENT, { javaScriptEnabled: false });
    expect(await page.locator('.step').count()).toBe(7);
    expect(await page.locator('nav.tools button:visible').count()).toBe(0);
    expect(await page.locator('#run-1-step-long .output').isVisible()).toBe(true);
  });
});

describe('the page of several runs', () => {
  it('has a table of them, those that passed closed, and goes through what is open', async () => {
    const first = await runReported(`# One\n${documentOf([['bash test id=a', 'true']])}`);
    const second = await runReported(`# Two\n${documentOf([['bash test id=b', 'false']])}`);
    const files = [first, second].map(({ dir }) => join(dir, 'out.jsonl'));
    const args = ['--merge', ...files, '--html', '--out', 'all.html'];
    const merged = { command: 'report', name: null, place: first.place, args };
    expect((await runInline('', merged)).stderr).toBe('');
    const { page, errors } = await openFile(browser, join(first.dir, 'all.html'));
    expect(await page.title()).toBe('✗ 2 documents');
    expect(await page.locator('header tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^✔ doc\.md\s+passed · 1 passed in /),
      expect.stringMatching(/^✗ doc\.md\s+failed: 1 step failed · 1 failed in /),
    ]);
    await page.keyboard.press('j');
    expect(await focused(page)).toBe('run-2-step-b');
    await page.locator('#run-1 > details > summary').click();
    await page.keyboard.press('j');
    expect(await focused(page)).toBe('a');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('f');
    expect(await page.locator('.run:visible').count()).toBe(1);
    expect(errors).toEqual([]);
  });
});

it('100 steps with 1 MB of output each are a page that opens and can be worked with', async () => {
  const blocks = Array.from({ length: 100 }, (_, at): [string, string] => [
    `bash test id=big-${at} keep-going`,
    `for ((i = 0; i < 16000; i++)); do echo "step ${at} line $i: $((i * 7919 % 100003)) and some more words in it to fill the line"; done${at % 10 === 9 ? '; false' : ''}`,
  ]);
  const { dir, events } = await runReported(documentOf(blocks), { timeoutMs: 120_000 });
  const logs = events.flatMap((event) => (event.type === 'step-end' ? [event.log ?? ''] : []));
  expect(logs.length).toBe(100);
  expect(Math.min(...logs.map((log) => statSync(log).size))).toBeGreaterThan(1_000_000);
  const { page, errors } = await openFile(browser, join(dir, 'out.html'));
  expect(await page.locator('.step').count()).toBe(100);
  await page.keyboard.press('f');
  expect((await shownSteps(page)).length).toBe(10);
  await page.locator('#run-1-step-big-99 .output summary').click();
  await page.locator('#run-1-step-big-99 .more').click();
  await page.locator('#run-1-step-big-99 pre', { hasText: 'step 99 line 8000:' }).waitFor();
  await page.keyboard.press('f');
  await page.keyboard.press('Shift+O');
  expect(await page.locator('#run-1-step-big-0 .output').getAttribute('open')).not.toBeNull();
  expect(errors).toEqual([]);
}, 240_000);

describe('a past run', () => {
  it('is the same page again, also on stdout', async () => {
    const { dir, place, events, reports } = await runReported(DOCUMENT);
    const [start] = events;
    if (start?.type !== 'run-start') throw new Error('it did not begin');
    const report = (args: readonly string[]) =>
      runInline('', { command: 'report', name: null, place, args: [start.run, ...args] });
    const printed = await report(['--html']);
    expect(printed.stderr).toBe('');
    expect(printed.stdout === reports.html).toBe(true);
    expect((await report(['--html', '--out', 'again.html'])).stdout).toBe('');
    const { page } = await openFile(browser, join(dir, 'again.html'));
    expect(await page.title()).toBe('✗ A guide');
  });
});
