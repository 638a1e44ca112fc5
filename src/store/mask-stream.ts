import { isAscii } from 'node:buffer';
import type { Span } from './mask-patterns.ts';
import { findForms, findInBytes, maskBytes, mergeSpans, type Needles } from './needles.ts';

export interface MaskStream {
  /**
   * The bytes that can be passed on now; the rest may be the beginning of a secret. They are valid until
   * the next call.
   */
  push(bytes: Buffer): Buffer;
  /** What is still held back, at the end of the stream or where it stands still. */
  flush(): Buffer;
}

/** With patterns a line is held back to its end, but no more of it than this. */
const LINE_LIMIT = 64 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Masks a stream that comes in pieces.
 *
 * @param current what is looked for; it may become more while the stream goes on
 */
export function createMaskStream(current: () => Needles): MaskStream {
  // As latin1 one character is one byte, so texts are searched and cut as bytes.
  let held = '';
  let ascii = true;
  // Whether what comes is the rest of a line in which a secret began that is longer than the limit.
  let swallowing = false;

  // Memory of its own for each chunk costs more than all the rest.
  let scratch = NOTHING;

  const toBytes = (latin1: string): Buffer => {
    if (latin1.length > scratch.length) scratch = Buffer.allocUnsafeSlow(2 * latin1.length);
    return scratch.subarray(0, scratch.write(latin1, 'latin1'));
  };

  const release = (text: string, cut: Cut, chunk: Buffer): Buffer => {
    held = text.slice(cut.at);
    swallowing = cut.swallows;
    const ready = text.slice(0, cut.at);
    const spans = cut.spans ?? findInBytes(ready, current(), ascii);
    const masked = maskBytes(ready, spans);
    if (held === '') ascii = true;
    // Nothing was found: no need to make bytes of the text again.
    if (masked === ready && text.length === chunk.length) return chunk.subarray(0, cut.at);
    return toBytes(masked);
  };

  return {
    push(chunk) {
      const needles = current();
      if (!needles.active && held === '' && !swallowing) return chunk;
      let rest = chunk;
      if (swallowing) {
        const newline = chunk.indexOf(10);
        if (newline < 0) return NOTHING;
        swallowing = false;
        rest = chunk.subarray(newline);
      }
      const text = held + rest.toString('latin1');
      if (needles.patterns !== undefined) ascii &&= isAscii(rest);
      // A line that grows in small pieces is not searched for each of them.
      if (needles.patterns !== undefined && text.length <= LINE_LIMIT && !rest.includes(10)) {
        held = text;
        return NOTHING;
      }
      return release(text, findCut(text, needles, ascii), rest);
    },
    flush() {
      const rest = maskBytes(held, findInBytes(held, current(), false));
      held = '';
      return toBytes(rest);
    },
  };
}

/** How much of a text is decided. */
interface Cut {
  readonly at: number;
  /** Where secrets are; absent: they can be found in what stands before the cut. */
  readonly spans?: readonly Span[];
  readonly swallows: boolean;
}

function findCut(text: string, needles: Needles, ascii: boolean): Cut {
  const whole = findCutOfForms(text, needles);
  if (needles.patterns === undefined) return { at: whole, swallows: false };
  const at = backToLineStart(text, whole, needles);
  if (text.length - at <= LINE_LIMIT) return { at, swallows: false };
  return cutLongLine(text, Math.min(whole, text.length - LINE_LIMIT / 2), needles, ascii);
}

/** Where the end of `text` begins that may be the start of a form, or of a longer form of one. */
function findCutOfForms(text: string, needles: Needles): number {
  let at = text.length;
  for (const form of needles.bytes) {
    const first = form[0] ?? '';
    const from = Math.max(0, text.length - form.length + 1);
    for (let i = text.indexOf(first, from); i >= 0 && i < at; i = text.indexOf(first, i + 1)) {
      if (form.startsWith(text.slice(i))) at = i;
    }
  }
  if (at === text.length) return at;
  // A match that reaches into the undecided end is decided: it stays whole, before the cut.
  const crossing = findForms(text, needles).find(([start, end]) => start < at && end > at);
  return crossing?.[1] ?? at;
}

/** The last start of a line at or before `at` that no form spans. */
function backToLineStart(text: string, at: number, needles: Needles): number {
  let cut = lineStart(text, at);
  if (!needles.spansLines) return cut;
  const spans = findForms(text, needles);
  for (;;) {
    const crossing = spans.find(([start, end]) => start < cut && end > cut);
    if (crossing === undefined) return cut;
    cut = lineStart(text, crossing[0]);
  }
}

function lineStart(text: string, at: number): number {
  // In a text without any, looking forwards is far faster than backwards.
  return at === 0 || !text.includes('\n') ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Nobody can wait for the end of a line that may never come. */
function cutLongLine(text: string, at: number, needles: Needles, ascii: boolean): Cut {
  const spans = mergeSpans(findInBytes(text, needles, ascii));
  const crossing = spans.find(([start, end]) => start < at && end > at);
  if (crossing === undefined) return { at, spans, swallows: false };
  const [start, end] = crossing;
  if (text.length - start <= LINE_LIMIT) return { at: start, spans, swallows: false };
  if (end < text.length) return { at: end, spans, swallows: false };
  // It fills the whole of what may be held back, and may go on.
  return { at: text.length, spans, swallows: true };
}
