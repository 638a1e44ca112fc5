import { setImmediate as nextTurn } from 'node:timers/promises';

const CTRL_C = 0x03;

/**
 * Throws away what was typed before a question is shown: a key that was meant for something else, or
 * pressed by a slip while a step ran, must not answer it. What comes from no terminal was written for
 * the questions in their order, and stays.
 *
 * @returns whether Ctrl-C was among what came while it looked, when it is no signal
 */
export async function dropTypedAhead(): Promise<boolean> {
  const { stdin } = process;
  if (!stdin.isTTY) return false;
  let isInterrupted = false;
  const drop = (bytes: Buffer | string): void => {
    isInterrupted ||= Buffer.from(bytes).includes(CTRL_C);
  };
  // A line that has no end yet is given out in this mode alone.
  stdin.setRawMode(true);
  stdin.on('data', drop);
  stdin.resume();
  // Reading begins in the first turn, and has come to its end when the second one is over.
  for (let turn = 0; turn < 2; turn++) await nextTurn();
  stdin.off('data', drop);
  stdin.pause();
  stdin.setRawMode(false);
  return isInterrupted;
}
