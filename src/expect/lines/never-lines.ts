import type { DiffRow } from '../types.ts';
import type { ResolvedLine } from './resolve-lines.ts';

/** Lines of the output that one line of the document forbids. */
interface Offence {
  readonly item: ResolvedLine;
  readonly outputLine: number;
  readonly text: string;
  count: number;
}

/** Watches out for lines that may not occur. */
export class NeverWatch {
  readonly #items: readonly ResolvedLine[];
  readonly #offences = new Map<ResolvedLine, Offence>();

  constructor(items: readonly ResolvedLine[]) {
    this.#items = items;
  }

  /** Whether there is anything to watch out for. */
  get isNeeded(): boolean {
    return this.#items.length > 0;
  }

  get hasOffences(): boolean {
    return this.#offences.size > 0;
  }

  /**
   * Looks at a line of the output.
   *
   * @param text as it was printed
   * @param compared as it is compared
   * @param index from 0
   */
  look(text: string, compared: string, index: number): void {
    for (const item of this.#items) {
      if (!item.test(compared)) continue;
      const known = this.#offences.get(item);
      if (known) known.count++;
      else this.#offences.set(item, { item, outputLine: index + 1, text, count: 1 });
    }
  }

  /** What was found, by the line of the document. */
  explain(): { readonly rows: readonly DiffRow[]; readonly notes: readonly string[] } {
    const found = this.#items.flatMap((item) => this.#offences.get(item) ?? []);
    const rows = found.flatMap(({ item: { pattern }, outputLine, text }): DiffRow[] => [
      { kind: 'expected', documentLine: pattern.line, text: pattern.source },
      { kind: 'got', outputLine, text },
    ]);
    const notes = found.map(({ item: { pattern }, outputLine, count }) => {
      const others = count === 1 ? '' : `, and ${count - 1} more`;
      return `line ${pattern.line} of the document says never, but line ${outputLine} fits it${others}`;
    });
    return { rows, notes };
  }
}
