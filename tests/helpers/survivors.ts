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

/** Waits until no tagged process is left, at most `limitMs`; returns those that remain. */
export async function settleSurvivors(tag: string, limitMs = 10_000): Promise<Survivor[]> {
  const end = performance.now() + limitMs;
  for (;;) {
    const left = findSurvivors(tag);
    if (left.length === 0 || performance.now() > end) return left;
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
