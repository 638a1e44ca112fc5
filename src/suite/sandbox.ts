import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** Folders that a document has for itself while it is run. */
export interface Sandbox {
  /** Where it runs; empty at first. */
  readonly workdir: string;
  /** Its `HOME`; empty at first. */
  readonly home: string;
  /** Removes both. What stands in the way, in words; nothing when they are gone. */
  remove(): string | undefined;
}

/** Where programs keep settings and caches instead of below `HOME`, when these are set. */
const HOME_FOLDERS = ['CONFIG', 'CACHE', 'DATA', 'STATE'].map((name) => `XDG_${name}_HOME`);

/** Makes a working directory and a `HOME`, readable by their owner only. */
export function createSandbox(): Sandbox {
  const root = mkdtempSync(join(tmpdir(), 'runbook-test-'));
  const [workdir, home] = [join(root, 'work'), join(root, 'home')];
  for (const folder of [workdir, home]) mkdirSync(folder);
  return { workdir, home, remove: () => removeTree(root) };
}

/** The caller's environment as it is for a document with a `HOME` of its own. */
export function sandboxEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { home }: Sandbox,
): Record<string, string | undefined> {
  const without = Object.fromEntries(HOME_FOLDERS.map((name) => [name, undefined]));
  return { ...env, ...without, HOME: home };
}

/** The document's own `workdir` seen from the sandbox; only an absolute one leads out of it. */
export function placeWorkdir(workdir: string | undefined, sandbox: Sandbox): string {
  if (workdir === undefined) return sandbox.workdir;
  if (workdir === '~' || workdir.startsWith('~/')) return join(sandbox.home, workdir.slice(1));
  return isAbsolute(workdir) ? workdir : resolve(sandbox.workdir, workdir);
}

/** Tools write-protect their caches, and nothing can be removed from such a folder. */
function removeTree(root: string): string | undefined {
  const remove = (): void => rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  try {
    remove();
  } catch {
    try {
      makeWritable(root);
      remove();
    } catch (error) {
      // Such as files of another user. That says nothing of the document.
      return `${root} could not be removed: ${(error as Error).message}`;
    }
  }
  return undefined;
}

function makeWritable(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) makeWritable(join(folder, entry.name));
}
