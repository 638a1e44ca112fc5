import { readdirSync, readFileSync } from 'node:fs';

/** The variable that marks every process that descends from a test's program. */
export const TAG_VARIABLE = 'RUNBOOK_TEST_TAG';

export interface Survivor {
  readonly pid: number;
  readonly command: string;
}

/** The processes still alive that carry the tag in their environment. Linux only. */
export function findSurvivors(tag: string): Survivor[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const variables = readProc(name, 'environ').split('\0');
      if (!variables.includes(`${TAG_VARIABLE}=${tag}`)) return [];
      // A process that has ended and waits for its parent has no command line.
      const command = readProc(name, 'cmdline').replaceAll('\0', ' ').trim();
      return command === '' ? [] : [{ pid: Number(name), command }];
    });
}

const LIMIT_MS = 10_000;

/** Whoever is to stay may not be gone a moment later. */
const STAYS_MS = 300;

/**
 * Waits until no more tagged processes are left than are to stay, for at most ten seconds.
 *
 * @returns those that remain
 */
export async function settleSurvivors(tag: string, stay = 0): Promise<Survivor[]> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    const left = findSurvivors(tag);
    if (left.length === 0 || performance.now() > end) return left;
    if (left.length <= stay) {
      await new Promise((resolve) => setTimeout(resolve, STAYS_MS));
      return findSurvivors(tag);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function readProc(pid: string, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
