import stringWidth from 'string-width';
import { showControls } from '../report/visible.ts';
import { stopAll, whenStopped } from '../report/when-stopped.ts';
import { writeNow } from '../report/write-now.ts';
import { dropTypedAhead } from './drop-typed-ahead.ts';
import { type PasteInput, PasteKeys } from './paste-keys.ts';
import { wrapWords } from './wrap-words.ts';

const BRACKETS_ON = '\x1b[?2004h';
const BRACKETS_OFF = '\x1b[?2004l';
const characters = new Intl.Segmenter();

/**
 * Takes lines as they are typed or pasted, and echoes them unless they are hidden, up to Ctrl-D: no
 * line of a text can end it, whatever stands there.
 *
 * @param isHidden - nothing of the text is echoed
 * @returns `null` for Ctrl-C, and when the signal is aborted
 */
export async function readPaste(
  question: string,
  signal: AbortSignal,
  isHidden: boolean,
): Promise<string | null> {
  if ((await dropTypedAhead()) || signal.aborted) return null;
  const { stdin, stdout } = process;
  const screen = isHidden ? () => {} : (text: string) => void stdout.write(text);
  const paste = new PastedText(screen);
  return new Promise((resolve) => {
    const keys = new PasteKeys();
    const finish = (result: string | null): void => {
      stdin.off('data', take);
      signal.removeEventListener('abort', cancel);
      leave();
      release();
      stdin.pause();
      paste.close();
      resolve(result);
    };
    const cancel = (): void => finish(null);
    const take = (bytes: Buffer | string): void => {
      for (const input of keys.read(bytes)) {
        if (input.kind === 'end' || input.kind === 'interrupt') {
          finish(input.kind === 'end' ? paste.text : null);
          return;
        }
        if (input.kind === 'stop') stopAll();
        else paste.add(input);
      }
    };
    const begin = (): void => {
      // Before the question, since Ctrl-D would otherwise end what is read for good.
      hold();
      stdout.write(`${wrapWords(question.split(' '), ' ', stdout.columns || 80).join('\n')}\n`);
      paste.show();
    };
    const leave = whenStopped({ giveBack: release, takeAgain: begin });
    begin();
    stdin.on('data', take);
    signal.addEventListener('abort', cancel, { once: true });
    stdin.resume();
  });
}

function hold(): void {
  const { stdin } = process;
  if (!stdin.isTTY) return;
  stdin.setRawMode(true);
  writeNow(BRACKETS_ON);
}

function release(): void {
  const { stdin } = process;
  if (!stdin.isTTY) return;
  stdin.setRawMode(false);
  writeNow(BRACKETS_OFF);
}

/** A text on its way in, and what is seen of it. */
class PastedText {
  readonly #echo: (text: string) => void;
  text = '';

  constructor(echo: (text: string) => void) {
    this.#echo = echo;
  }

  add(input: PasteInput): void {
    if (input.kind === 'text') {
      this.text += input.text;
      this.#echo(asEchoed(input.text));
    } else this.#rubOut();
  }

  /** All of it once more. */
  show(): void {
    this.#echo(asEchoed(this.text));
  }

  close(): void {
    if (this.text !== '' && !this.text.endsWith('\n')) this.#echo('\n');
  }

  /** Not beyond the beginning of a line. */
  #rubOut(): void {
    const line = this.text.slice(this.text.lastIndexOf('\n') + 1);
    const last = [...characters.segment(line)].at(-1)?.segment;
    if (last === undefined) return;
    this.text = this.text.slice(0, -last.length);
    const width = stringWidth(asEchoed(last));
    const back = '\b'.repeat(width);
    this.#echo(back + ' '.repeat(width) + back);
  }
}

/** What a text holds must not move the cursor or colour what follows. */
function asEchoed(text: string): string {
  return text.split('\n').map(showControls).join('\r\n');
}
