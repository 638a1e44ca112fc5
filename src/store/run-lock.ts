import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../engine/engine-error.ts';
import { describeFolderTrouble } from './folder-trouble.ts';
import { makeFolder } from './make-folder.ts';
import { identifySelf, isRunning, type ProcessIdentity } from './process-identity.ts';
import { realPath } from './real-path.ts';
import { removeFile } from './remove-file.ts';

/** Who holds a lock, or is about to. */
export interface LockHolder extends ProcessIdentity {
  /** The run's id; absent while the lock is only asked for. */
  readonly run?: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** The right to run one document in one working directory. */
export interface RunLock {
  /** Tells others the id of the run. */
  name(run: string): void;
  release(): void;
}

export type LockAnswer =
  | { readonly ok: true; readonly lock: RunLock }
  | { readonly ok: false; readonly holder: LockHolder };

/** How often a claim is made that meets others which hold no lock yet. */
const ATTEMPTS = 8;
const PAUSE_MS = 40;

/**
 * Asks for the lock of a document (absolute path) and a working directory.
 *
 * Each process puts a claim, a file that nobody else ever uses, into the lock's folder, and looks at
 * the others only then. Of two that come at once at least one sees the other, and whoever sees
 * another live claim takes its own back. So two can never both hold the lock, and claims of
 * processes that are gone can be removed by anybody at any time. One file for all would
 * have a moment between finding it stale and replacing it.
 *
 * @throws {@link EngineError} when the state folder cannot be written.
 */
export async function takeLock(
  stateDir: string,
  document: string,
  workdir: string,
): Promise<LockAnswer> {
  const folder = lockFolder(stateDir, document, workdir);
  const self = { ...identifySelf(), since: new Date().toISOString() };
  for (let attempt = 1; ; attempt++) {
    const claim = `${randomUUID()}.json`;
    writeClaim(folder, claim, self);
    const holder = findOther(folder, claim);
    if (holder === undefined) return { ok: true, lock: createLock(folder, claim, self) };
    removeFile(join(folder, claim));
    // A claim without a run may be taken back as well, at the same moment.
    if (holder.run !== undefined || attempt === ATTEMPTS) return { ok: false, holder };
    await sleep(PAUSE_MS * attempt * Math.random());
  }
}

/** Who holds the lock of a document and a working directory now. */
export function findHolder(
  stateDir: string,
  document: string,
  workdir: string,
): LockHolder | undefined {
  return findOther(lockFolder(stateDir, document, workdir), '');
}

function lockFolder(stateDir: string, document: string, workdir: string): string {
  const key = [document, workdir].map(realPath).join('\0');
  return join(stateDir, 'locks', createHash('sha256').update(key).digest('hex').slice(0, 32));
}

function createLock(folder: string, claim: string, self: LockHolder): RunLock {
  return {
    name: (run) => writeClaim(folder, claim, { ...self, run }),
    release: () => {
      removeFile(join(folder, claim));
      removeEmpty(folder);
    },
  };
}

/** Others' claims keep the folder. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is in use, or gone.
  }
}

/** Through a name that nobody looks at, so that no reader finds half a claim. */
function writeClaim(folder: string, claim: string, holder: LockHolder): void {
  const path = join(folder, claim);
  try {
    for (let attempt = 1; ; attempt++) {
      makeFolder(folder, 0o700);
      if (tryToWrite(path, JSON.stringify(holder), attempt === ATTEMPTS)) return;
    }
  } catch (error) {
    throw new EngineError(
      'state-folder',
      `cannot write the run's folder: ${describeFolderTrouble(error)}`,
      {
        hint: 'give another folder with --state-dir, or set XDG_STATE_HOME',
        cause: error,
      },
    );
  }
}

/** Fails once in a while because another run has just removed the folder with its own claim. */
function tryToWrite(path: string, text: string, isLast: boolean): boolean {
  try {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return true;
  } catch (error) {
    if (isLast || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return false;
  }
}

/** Another live claim, one that holds the lock first; those of processes that are gone are removed. */
function findOther(folder: string, own: string): LockHolder | undefined {
  const live = listClaims(folder)
    .filter((name) => name !== own)
    .flatMap((name) => {
      const holder = readClaim(join(folder, name));
      if (holder !== undefined && isRunning(holder)) return [holder];
      removeFile(join(folder, name));
      return [];
    });
  return live.find(({ run }) => run !== undefined) ?? live[0];
}

function listClaims(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function readClaim(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}
