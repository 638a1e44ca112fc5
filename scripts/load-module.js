import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A module of ours, by its path in the project, with all that it imports. */
export async function loadModule(path) {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-build-'));
  const outfile = join(folder, 'module.mjs');
  try {
    await build({ entryPoints: [path], bundle: true, outfile, format: 'esm', platform: 'node' });
    return await import(outfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
