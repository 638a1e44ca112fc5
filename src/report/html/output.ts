import { deflateRawSync } from 'node:zlib';
import type { LogText } from '../kinds/types.ts';
import { countOf } from '../visible.ts';
import { escapeHtml } from './escape.ts';

/** How much of outputs that are not shown at once a page carries along, compressed; characters. */
const CARRIED = 96 * 1024 * 1024;

/** Numbers what is carried along on one page, and how much that is. */
export class OutputStore {
  #count = 0;
  #size = 0;

  /** An output as an element that opens. */
  show(log: LogText, place: string, isOpen: boolean): string {
    const size = log.lines === undefined ? countOf(log.bytes, 'byte') : countOf(log.lines, 'line');
    return [
      `<details class="output"${isOpen ? ' open' : ''}><summary>Output <span class="dim">${size}</span></summary>`,
      this.#body(log, place),
      '</details>',
    ].join('');
  }

  #body({ head, tail, whole }: LogText, place: string): string {
    const pre = (text: string): string => `<pre tabindex="0">${escapeHtml(text)}\n</pre>`;
    if (tail === undefined && whole === undefined) return pre(head);
    const data = whole === undefined ? undefined : this.#carry(whole);
    const gap =
      data === undefined
        ? `the rest is in ${escapeHtml(place)}`
        : 'not shown at once <button type="button" class="more" hidden>show all of it</button>';
    const rest = tail === undefined ? '' : pre(tail);
    return `<div class="long">${pre(head)}<p class="gap">⋮ ${gap}</p>${rest}${data ?? ''}</div>`;
  }

  #carry(whole: string): string | undefined {
    if (this.#size > CARRIED) return undefined;
    const data = deflateRawSync(whole, { level: 4 }).toString('base64');
    this.#size += data.length;
    this.#count += 1;
    return `<script type="text/plain" class="whole" id="whole-${this.#count}">${data}</script>`;
  }
}
