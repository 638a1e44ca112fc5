import { mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** A module of ours, by its path in the project, with all that it imports. */
export async function loadModule(path) {
  // In the project, where it finds its libraries.
  const folder = mkdtempSync(resolve('dist.module-'));
  const outfile = resolve(folder, 'module.mjs');
  try {
    await build({ entryPoints: [path], bundle: true, outfile, format: 'esm', platform: 'node' });
    return await import(outfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
