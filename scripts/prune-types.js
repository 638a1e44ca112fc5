/** Leaves of the declarations those that the public ones are made of. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const RELATIVE = /(\b(?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\.ts\2/g;

/**
 * @param {string} folder of all declarations
 * @param {readonly string[]} entries the public ones, relative to it
 */
export function pruneTypes(folder, entries) {
  const kept = new Set();
  const keep = (path) => {
    if (kept.has(path)) return;
    kept.add(path);
    const text = readFileSync(join(folder, path), 'utf8');
    // As they are called at run time: not every compiler takes `.ts` in a declaration.
    writeFileSync(join(folder, path), text.replace(RELATIVE, '$1$2$3.js$2'));
    for (const [, , , imported] of text.matchAll(RELATIVE))
      keep(join(dirname(path), `${imported}.d.ts`));
  };
  for (const entry of entries) keep(entry);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isNeeded = [...kept].some((one) => {
      const whole = join(folder, one);
      return whole === path || whole.startsWith(`${path}/`);
    });
    if (!isNeeded) rmSync(path, { recursive: true, force: true });
  }
}
