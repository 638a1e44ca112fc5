/** Lines at the bottom of the screen that change while a step runs. Each has to fit into the width. */
export class LiveLines {
  readonly #write: (text: string) => void;
  #count = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Puts these lines in the place of the ones that are there. */
  show(lines: readonly string[]): void {
    this.clear();
    if (lines.length === 0) return;
    this.#write(`${lines.join('\n')}\n`);
    this.#count = lines.length;
  }

  /** Takes the lines away, and leaves the cursor where they began. */
  clear(): void {
    if (this.#count === 0) return;
    // What was typed meanwhile stands before the cursor.
    this.#write(`\r\x1b[${this.#count}A\x1b[0J`);
    this.#count = 0;
  }
}
