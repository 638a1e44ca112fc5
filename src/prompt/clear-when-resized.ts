import { stripVTControlCharacters } from 'node:util';
import type { Prompt } from '@clack/core';
import stringWidth from 'string-width';

/** What the library keeps to itself. */
interface Drawn {
  /** What stands on the screen, with the cursor behind it. */
  _prevFrame: string;
}

/**
 * Takes a question off a terminal that changes its size, before it is drawn anew. A terminal breaks
 * lines that do not fit any more where they end; the library expects it to do so between words, and
 * would leave some of them. Returns how to leave that.
 */
export function clearWhenResized(prompt: Prompt<string>): () => void {
  const { stdout } = process;
  const drawn = prompt as unknown as Drawn;
  const clear = (): void => {
    const lines = stripVTControlCharacters(drawn._prevFrame).split('\n');
    const columns = stdout.columns || 80;
    const rows = lines.map((line) => Math.max(1, Math.ceil(stringWidth(line) / columns)));
    const up = rows.reduce((sum, count) => sum + count, 0) - 1;
    stdout.write(`\r${up > 0 ? `\x1b[${up}A` : ''}\x1b[J`);
    drawn._prevFrame = '';
  };
  stdout.on('resize', clear);
  return () => void stdout.off('resize', clear);
}
