import { StringDecoder } from 'node:string_decoder';

/** What comes in while a text is taken: a piece of it, or a key that is none. */
export type PasteInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end' | 'interrupt' | 'stop' | 'rub-out' };

const PASTE_BEGINS = '\x1b[200~';
const PASTE_ENDS = '\x1b[201~';
const KEYS: Readonly<Record<string, PasteInput>> = {
  '\x03': { kind: 'interrupt' },
  '\x04': { kind: 'end' },
  '\x08': { kind: 'rub-out' },
  '\x1a': { kind: 'stop' },
  '\x7f': { kind: 'rub-out' },
};
/** Arrows and the like (ECMA-48), which are no part of a text that is typed. */
const SEQUENCE = /^\x1b(?:\[[0-?]*[ -/]*[@-~]|O[\x20-\x7e])/;
/** What may be the beginning of one, where the rest has not come yet. */
const BEGUN = /^\x1b(?:\[[0-?]*[ -/]*|O)?$/;

/**
 * Tells the keys from the text in what a terminal sends. What stands in the brackets that it puts
 * around a paste (xterm, "bracketed paste mode") is text, whatever it is; a bracket may come in
 * pieces.
 */
export class PasteKeys {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #isPasting = false;
  #wasReturn = false;

  /** Reads what has come. */
  read(bytes: Buffer | string): PasteInput[] {
    this.#rest += typeof bytes === 'string' ? bytes : this.#decoder.write(bytes);
    const found: PasteInput[] = [];
    for (;;) {
      const input = this.#isPasting ? this.#readPasted() : this.#readTyped();
      if (input === null) return found;
      if (input.kind !== 'text') found.push(input);
      else if (input.text !== '') found.push({ kind: 'text', text: this.#breakLines(input.text) });
    }
  }

  #readPasted(): PasteInput | null {
    const end = this.#rest.indexOf(PASTE_ENDS);
    if (end >= 0) {
      this.#isPasting = false;
      return this.#take(end, PASTE_ENDS.length);
    }
    const kept = longestTail(this.#rest, PASTE_ENDS);
    const length = this.#rest.length - kept;
    return length === 0 ? null : this.#take(length, 0);
  }

  #readTyped(): PasteInput | null {
    if (this.#rest === '') return null;
    if (this.#rest.startsWith('\x1b')) return this.#readSequence();
    const key = KEYS[this.#rest.charAt(0)];
    if (key !== undefined) {
      this.#take(0, 1);
      return key;
    }
    const length = this.#rest.search(/[\x03\x04\x08\x1a\x1b\x7f]/);
    return this.#take(length < 0 ? this.#rest.length : length, 0);
  }

  #readSequence(): PasteInput | null {
    if (BEGUN.test(this.#rest)) return null;
    const [sequence = '\x1b'] = SEQUENCE.exec(this.#rest) ?? [];
    this.#isPasting = sequence === PASTE_BEGINS;
    return this.#take(0, sequence.length);
  }

  /** Takes a piece of text, and leaves out what stands behind it. */
  #take(length: number, skipped: number): PasteInput {
    const text = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length + skipped);
    return { kind: 'text', text };
  }

  /** Terminals send a carriage return for the end of a line, or leave the two of DOS as they are. */
  #breakLines(text: string): string {
    const lines = (this.#wasReturn ? text.replace(/^\n/, '') : text).replaceAll(/\r\n?/g, '\n');
    this.#wasReturn = text.endsWith('\r');
    return lines;
  }
}

/** How much at the end of a text may be the beginning of what is looked for. */
function longestTail(text: string, wanted: string): number {
  for (let length = Math.min(text.length, wanted.length - 1); length > 0; length--)
    if (text.endsWith(wanted.slice(0, length))) return length;
  return 0;
}
