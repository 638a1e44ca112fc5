/** The system's Chromium, for what only a browser shows. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
  (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, name)),
);

/** Starts it. Throws where there is none: what only it can show is not taken as shown. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error('there is no Chromium: apt-get install chromium (Debian), or put one on PATH');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A page, with everything that it asked for, and what went wrong in it. */
export interface Opened {
  readonly page: Page;
  /** Every address that was asked for, the page's own aside. */
  readonly requests: readonly string[];
  readonly errors: readonly string[];
}

/** Opens a file as a person does. */
export async function openFile(
  browser: Browser,
  path: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, ...options });
  const requests: string[] = [];
  const errors: string[] = [];
  const own = pathToFileURL(path).href;
  page.on('request', (request) => {
    if (request.url().replace(/#.*/, '') !== own) requests.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(own);
  return { page, requests, errors };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with a page: the rule, and where. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}
