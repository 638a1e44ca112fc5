import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { OWN_FILES } from '../../../own-files/beside.ts';
import { findOwner } from '../../find-owner.ts';
import { findListener, isLocalHost } from '../../listeners.ts';
import { tryConnect } from '../../readiness/try-connect.ts';
import type { Target } from '../types.ts';
import { LOCAL_FILES } from './files.ts';
import { LOCAL_PROCESSES } from './processes.ts';
import { launchLocalShell } from './shells.ts';

/** Names of `os=` for Node's platforms. */
const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'macos', win32: 'windows' };

/** This host. */
export const LOCAL: Target = {
  name: undefined,
  system: SYSTEMS[process.platform] ?? process.platform,
  shells: { launch: launchLocalShell },
  scripts: {
    place: (folder) => folder,
    shellFolder: (folder) => folder,
    write: (path, text) => writeFileSync(path, text, { mode: 0o600 }),
    reuses: true,
    ownModule: OWN_FILES.url,
  },
  processes: LOCAL_PROCESSES,
  files: LOCAL_FILES,
  network: {
    tryConnect,
    findListener: async (port) => findListener(port),
    isLocal: isLocalHost,
  },
  findOwner,
  tryOut,
};

async function tryOut(
  [program = '', ...args]: readonly string[],
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    await promisify(execFile)(program, args, { cwd: '/', timeout: timeoutMs });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    return stderr?.trim().split('\n').at(-1) || message;
  }
}
