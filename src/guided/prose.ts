import type { Token } from 'markdown-it';
import type { MarkdownDocument } from '../document/types.ts';
import { createMarkdownIt } from '../libraries/markdown-it.ts';
import type { Paint } from '../report/paint.ts';
import { showControls } from '../report/visible.ts';
import { wrapLine } from '../report/wrap-line.ts';
import { renderInline } from './inline.ts';
import { renderRows } from './table.ts';

/** How prose is shown. */
export interface ProseView {
  /** Columns of the terminal. */
  readonly width: number;
  readonly paint: Paint;
  /** Tables row by row, whatever their width; absent: as they are written. */
  readonly tables?: 'rows';
}

const markdown = createMarkdownIt();

/** What of a document is no prose, or not wanted. Lines count from 1. */
interface ProseChoice {
  /** Whether a fence, by its first line, is prose as well. */
  readonly isProse: (line: number) => boolean;
  /** Lines that are left out. */
  readonly without: ReadonlySet<number>;
}

/**
 * The prose between two lines of a document as a reader without a Markdown viewer sees it, with what
 * stands in tagged fences left out. Lines count from 1, the last one included.
 */
export function renderProse(
  { lines, fences }: MarkdownDocument,
  from: number,
  to: number,
  { isProse, without }: ProseChoice,
  view: ProseView,
): string[] {
  const text = lines.slice(from - 1, to).map((line, at) => (without.has(from + at) ? '' : line));
  for (const { line, endLine } of fences) {
    if (line < from || endLine > to || isProse(line)) continue;
    for (let at = line; at <= endLine; at++) text[at - from] = '';
  }
  return renderMarkdown(text.join('\n'), view);
}

/** Markdown as lines for a terminal. */
export function renderMarkdown(text: string, view: ProseView): string[] {
  const renderer = new Renderer(text.split('\n'), view);
  for (const token of markdown.parse(text, {})) renderer.take(token);
  return renderer.finish();
}

/** Puts block after block on lines. */
class Renderer {
  readonly #source: readonly string[];
  readonly #view: ProseView;
  readonly #out: string[] = [];
  /** What stands before each line: the indents of lists, the bars of quotes. */
  readonly #open: string[] = [];
  /** The sign of an item whose first line has not come yet. */
  #marker: string | undefined;
  #lists = 0;
  #isHeading = false;
  /** The cells of the table that is being read. */
  #cells: string[][] | undefined;

  constructor(source: readonly string[], view: ProseView) {
    this.#source = source;
    this.#view = view;
  }

  take(token: Token): void {
    this.#hooks[token.type]?.(token);
  }

  finish(): string[] {
    while (this.#out.at(-1) === '') this.#out.pop();
    return this.#out;
  }

  readonly #hooks: Readonly<Record<string, (token: Token) => void>> = {
    heading_open: () => {
      this.#gap();
      this.#isHeading = true;
    },
    heading_close: () => {
      this.#isHeading = false;
    },
    paragraph_open: () => {
      if (this.#lists === 0) this.#gap();
    },
    inline: (token) => this.#putText(token),
    bullet_list_open: () => this.#openList(),
    ordered_list_open: () => this.#openList(),
    bullet_list_close: () => this.#closeList(),
    ordered_list_close: () => this.#closeList(),
    list_item_open: ({ info }) => {
      this.#marker = info === '' ? '- ' : `${info}. `;
      this.#open.push(' '.repeat(this.#marker.length));
    },
    list_item_close: () => {
      this.#open.pop();
      this.#marker = undefined;
    },
    blockquote_open: () => {
      this.#gap();
      this.#open.push('│ ');
    },
    blockquote_close: () => void this.#open.pop(),
    fence: (token) => this.#putCode(token),
    code_block: (token) => this.#putCode(token),
    table_open: ({ map }) => {
      this.#gap();
      this.#cells = [];
      // As it is written: what is aligned there is aligned here.
      if (this.#view.tables === undefined)
        this.#out.push(...this.#source.slice(map?.[0], map?.[1]).map(showControls));
    },
    tr_open: () => void this.#cells?.push([]),
    table_close: () => {
      const { tables, width, paint } = this.#view;
      if (tables === 'rows') this.#out.push(...renderRows(this.#cells ?? [], width, paint));
      this.#cells = undefined;
    },
    hr: () => {
      this.#gap();
      this.#out.push('─'.repeat(Math.min(20, this.#view.width)));
    },
  };

  #gap(): void {
    if (this.#out.length > 0 && this.#out.at(-1) !== '') this.#out.push('');
  }

  #openList(): void {
    if (this.#lists === 0) this.#gap();
    this.#lists += 1;
  }

  #closeList(): void {
    this.#lists -= 1;
  }

  #putText(token: Token): void {
    const text = renderInline(token, this.#view.paint);
    if (this.#cells !== undefined) return void this.#cells.at(-1)?.push(text);
    const { paint } = this.#view;
    const shown = this.#isHeading ? text.replaceAll(/\S+/g, (word) => paint.bold(word)) : text;
    for (const line of shown.split('\n')) {
      const rest = this.#open.join('');
      const first =
        this.#marker === undefined ? rest : this.#open.slice(0, -1).join('') + this.#marker;
      this.#marker = undefined;
      const lines = wrapLine(line, this.#view.width - rest.length, '');
      this.#out.push(...lines.map((one, at) => `${at === 0 ? first : rest}${one}`.trimEnd()));
    }
  }

  #putCode({ content }: Token): void {
    if (this.#lists === 0) this.#gap();
    for (const line of content.replace(/\n$/, '').split('\n'))
      this.#out.push(
        `${this.#open.join('')}    ${this.#view.paint.dim(showControls(line))}`.trimEnd(),
      );
  }
}
