import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'order';

/**
 * Notes that a run begins. The runs' own times cannot tell which is the last: clocks are set back. A
 * line is one write at the end of the file, so two runs at once do no harm.
 */
export function noteRun(stateDir: string, id: string): void {
  appendFileSync(join(stateDir, FILE), `${id}\n`, { mode: 0o600 });
}

/** The place of each run that was noted, by its id; later ones have higher numbers, from 0. */
export function readOrder(stateDir: string): ReadonlyMap<string, number> {
  let text: string;
  try {
    text = readFileSync(join(stateDir, FILE), 'utf8');
  } catch {
    // Without it the runs' times have to do.
    return new Map();
  }
  return new Map(text.split('\n').map((id, index) => [id, index]));
}
