import type { ChecklistDialogue } from '../engine/checklist-dialogue.ts';
import type { Asker, KeyChoice } from '../prompt/types.ts';
import type { Paint } from '../report/paint.ts';
import { showControls } from '../report/visible.ts';
import { wrapLine } from '../report/wrap-line.ts';
import { NO, YES } from './keys.ts';

const KEYS: readonly KeyChoice[] = [YES, NO, { key: 'l', label: '[l]eave it open' }];

/** What the dialogue shows and asks with. */
interface ChecklistView {
  /** Takes whole lines. */
  readonly write: (text: string) => void;
  readonly asker: Asker;
  readonly paint: Paint;
  /** Columns of the terminal, now. */
  readonly width: () => number;
}

/** Goes through the items of the checklist that are for a person. */
export function createChecklistDialogue({
  write,
  asker,
  paint,
  width,
}: ChecklistView): ChecklistDialogue {
  return {
    async ask({ text }, index, of, signal) {
      if (index === 1) write(`\n${paint.bold('Checklist')}\n`);
      const lines = wrapLine(`  ${index}/${of}  ${showControls(text)}`, width(), '    ');
      write(`${lines.join('\n')}\n`);
      for (;;) {
        const key = await asker.key('Does it hold?', KEYS, signal);
        if (key === null) return 'interrupt';
        if (key === 'l') return 'open';
        const note = (await asker.text('Note, if any', {}, signal))?.trim();
        if (signal.aborted) return 'interrupt';
        // Ctrl-C takes back the key.
        if (note === undefined) continue;
        return { holds: key === 'y', ...(note === '' ? {} : { note }) };
      }
    },
  };
}
