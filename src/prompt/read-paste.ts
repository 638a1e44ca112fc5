import { StringDecoder } from 'node:string_decoder';

const END = '\x04';
const INTERRUPT = '\x03';
const RUB_OUT = /[\x08\x7f]/;
/** What a terminal puts around a text that is pasted (xterm, "bracketed paste mode"). */
const BRACKETS = /\x1b\[20[01]~/g;
const BRACKETS_ON = '\x1b[?2004h';
const BRACKETS_OFF = '\x1b[?2004l';

/**
 * Takes lines as they are typed or pasted, and echoes them unless they are hidden, up to Ctrl-D: no
 * line of a text can end it, whatever stands there.
 *
 * @param isHidden - nothing of the text is echoed
 * @returns `null` for Ctrl-C, and when the signal is aborted
 */
export function readPaste(
  question: string,
  signal: AbortSignal,
  isHidden: boolean,
): Promise<string | null> {
  const { stdin, stdout } = process;
  const echo = (typed: string): void => {
    if (!isHidden) stdout.write(typed);
  };
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    const decoder = new StringDecoder('utf8');
    let text = '';
    const finish = (result: string | null): void => {
      stdin.off('data', take);
      signal.removeEventListener('abort', cancel);
      if (stdin.isTTY) {
        stdin.setRawMode(false);
        stdout.write(BRACKETS_OFF);
      }
      stdin.pause();
      if (text !== '' && !text.endsWith('\n')) echo('\n');
      resolve(result);
    };
    const cancel = (): void => finish(null);
    const take = (bytes: Buffer | string): void => {
      const chunk = typeof bytes === 'string' ? bytes : decoder.write(bytes);
      for (const char of chunk.replaceAll(BRACKETS, '')) {
        if (char === INTERRUPT || char === END) {
          finish(char === END ? text : null);
          return;
        }
        if (RUB_OUT.test(char)) {
          if (text === '' || text.endsWith('\n')) continue;
          text = [...text].slice(0, -1).join('');
          echo('\b \b');
          continue;
        }
        const typed = char === '\r' ? '\n' : char;
        text += typed;
        echo(typed === '\n' ? '\r\n' : typed);
      }
    };
    // Before the question, since Ctrl-D would otherwise end what is read for good.
    if (stdin.isTTY) {
      stdin.setRawMode(true);
      stdout.write(BRACKETS_ON);
    }
    stdout.write(question);
    stdin.on('data', take);
    signal.addEventListener('abort', cancel, { once: true });
    stdin.resume();
  });
}
