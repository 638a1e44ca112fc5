import { createPatternFinder, type PatternFinder, type Span } from './mask-patterns.ts';
import { listForms } from './secret-forms.ts';

/** What stands where a secret was. */
export const MASK = '•••';

const MASK_BYTES = Buffer.from(MASK).toString('latin1');

/** Everything that is looked for, made ready for it. */
export interface Needles {
  readonly active: boolean;
  /** The forms of the known secrets, the longest first. */
  readonly forms: readonly string[];
  /** The same as bytes, one character each. */
  readonly bytes: readonly string[];
  readonly inText: RegExp | undefined;
  readonly inBytes: RegExp | undefined;
  /** Whether a form has several lines. */
  readonly spansLines: boolean;
  readonly patterns: PatternFinder | undefined;
}

export function createNeedles(secrets: readonly string[], patterns: readonly string[]): Needles {
  const forms = listForms(secrets);
  const bytes = forms.map((form) => Buffer.from(form, 'utf8').toString('latin1'));
  return {
    active: forms.length > 0 || patterns.length > 0,
    forms,
    bytes,
    inText: compile(forms),
    inBytes: compile(bytes),
    spansLines: forms.some((form) => form.includes('\n')),
    patterns: patterns.length === 0 ? undefined : createPatternFinder(patterns),
  };
}

/** Where the forms are in a text of bytes, from left to right. */
export function findForms(latin1: string, { bytes, inBytes }: Needles): Span[] {
  return search(latin1, bytes, inBytes);
}

/** A text with the mask put in. */
export function maskText(text: string, { forms, inText, patterns }: Needles): string {
  const spans = search(text, forms, inText);
  return replaceSpans(text, [...spans, ...(patterns?.inText(text) ?? [])], MASK);
}

/**
 * Where secrets are in a text of bytes.
 *
 * @param ascii whether all bytes are known to be ASCII
 */
export function findInBytes(latin1: string, needles: Needles, ascii: boolean): readonly Span[] {
  const forms = findForms(latin1, needles);
  if (needles.patterns === undefined) return forms;
  return [...forms, ...needles.patterns.inBytes(latin1, ascii)];
}

/** A text of bytes with the mask put in for the spans that begin in it. */
export function maskBytes(latin1: string, spans: readonly Span[]): string {
  const inside = spans.filter(([start]) => start < latin1.length);
  return replaceSpans(latin1, inside, MASK_BYTES);
}

function search(text: string, forms: readonly string[], pattern: RegExp | undefined): Span[] {
  // Looking for one text after the other is far faster than the expression for all of them.
  if (pattern === undefined || !forms.some((form) => text.includes(form))) return [];
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length]);
}

/** Spans from left to right, those that overlap made one. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last === undefined || from >= last[1]) merged.push([from, to]);
    else last[1] = Math.max(last[1], to);
  }
  return merged;
}

function replaceSpans(text: string, spans: readonly Span[], mask: string): string {
  if (spans.length === 0) return text;
  let masked = '';
  let at = 0;
  for (const [from, to] of mergeSpans(spans)) {
    masked += text.slice(at, from) + mask;
    at = to;
  }
  return masked + text.slice(at);
}

function compile(forms: readonly string[]): RegExp | undefined {
  if (forms.length === 0) return undefined;
  return new RegExp(forms.map((f) => f.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
}
