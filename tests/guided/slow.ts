/** A run whose second step goes on until it is told to end, for tests of what comes in between. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSurvivors } from '../helpers/survivors.ts';
import { fence, sections } from './documents.ts';
import { type Guided, step } from './guided.ts';

export const REPORT = 'step doc.md --report jsonl=events.jsonl';
/** The second step goes on until `quick` is there. */
export const SLOW: string = sections({
  First: fence('bash run', 'echo first'),
  Slow: fence('bash run', 'echo begun; test -e quick || sleep 600'),
  Last: fence('bash run', 'echo last'),
});

/** A run in the middle of its second step. */
export async function runSlow(document: string = SLOW): Promise<Guided> {
  const guided = await step(document, { line: REPORT });
  await guided.asked('1/3  First');
  guided.press('r');
  await guided.asked('2/3  Slow');
  guided.press('r');
  await guided.waitFor('│ begun');
  return guided;
}

/** Pid of the program. */
export function pidOf(guided: Guided): number {
  const found = findSurvivors(guided.tag).find(({ command }) => command.includes('cli.js step'));
  if (found === undefined) throw new Error('the program is not there');
  return found.pid;
}

/** The terminal's modes, as a shell in it sees them. */
export async function modesOf(guided: Guided, name: string): Promise<string> {
  guided.enter(`stty -a >${name}; echo told-${name}`);
  await guided.waitFor(`\ntold-${name}`);
  return readFileSync(join(guided.dir, name), 'utf8');
}
