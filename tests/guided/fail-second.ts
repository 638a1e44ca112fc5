/** A run that has failed in the middle. */
import { BROKEN } from './documents.ts';
import { type Guided, step } from './guided.ts';

/** Where the failure of the second step is shown. */
export const FAILURE = '✗ doc.md:13';

/** A run in which the second of three steps has failed. */
export async function failSecond(env: Readonly<Record<string, string>> = {}): Promise<Guided> {
  const guided = await step(BROKEN, { line: 'step doc.md --report jsonl=events.jsonl', env });
  await guided.asked('1/3  First');
  guided.press('r');
  await guided.asked('2/3  Second');
  guided.press('r');
  await guided.asked(FAILURE);
  return guided;
}

/** Runs the last step, which prints what the state is. */
export async function finish(guided: Guided): Promise<number> {
  await guided.asked('3/3  Third');
  guided.press('r');
  return guided.exit();
}
