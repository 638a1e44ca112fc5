import { whenStopped } from './when-stopped.ts';
import { writeNow } from './write-now.ts';

const SHOW_CURSOR = '\x1b[?25h';
const HIDE_CURSOR = '\x1b[?25l';

/**
 * While the cursor is hidden, shows it for as long as Ctrl-Z has the program stopped. Returns how to
 * leave that.
 */
export function showCursorWhenStopped(): () => void {
  return whenStopped({
    // Past the stream, which listr2 holds back while it draws.
    giveBack: () => writeNow(SHOW_CURSOR),
    takeAgain: () => writeNow(HIDE_CURSOR),
  });
}
