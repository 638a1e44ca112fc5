import { mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeFile } from '../store/remove-file.ts';

/** Gives a folder that only this user can enter, and removes it when the work with it is done. */
export async function withPrivateFolder<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(resolve(tmpdir()), 'runbook-check-'));
  try {
    return await work(folder);
  } finally {
    remove(folder);
  }
}

function remove(folder: string): void {
  try {
    for (const name of readdirSync(folder)) removeFile(join(folder, name));
    rmdirSync(folder);
  } catch {
    // It is gone, or not as it was left.
    rmSync(folder, { recursive: true, force: true });
  }
}
