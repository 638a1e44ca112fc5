import type { SourceLines } from './source-lines.ts';

/** A heading with its marks and its text. */
export const ATX: RegExp = /^(#{1,6})(?:[ \t]+(.*))?$/s;
/** The opening line of a fence with its marker and what follows it. */
export const FENCE: RegExp = /^(`{3,}|~{3,})(.*)$/s;

const LINE_FEED = 10;
const ORDERED = /^\d{1,9}[.)](?:[ \t]|$)/;
const BREAK = /^(?:[*_][ \t]*)+$/;

/** What a line can begin at the left margin, as far as its first characters tell. */
export type LineKind = 'blank' | 'heading' | 'fence' | 'text' | 'other';

/** The same for a line of many, of which most need no string made. */
export function classifyAt(lines: SourceLines, index: number): LineKind {
  const code = lines.code(index, 0);
  if (isLetter(code)) return 'text';
  return code === LINE_FEED || Number.isNaN(code) ? 'blank' : classifyLine(lines.at(index));
}

/** A letter, or anything beyond ASCII: nearly every line of prose begins with one. */
export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code >= 128;
}

/** Tells a line by its first characters. */
export function classifyLine(line: string): LineKind {
  const code = line.charCodeAt(0);
  if (isLetter(code)) return 'text';
  switch (line[0]) {
    case undefined:
      return 'blank';
    case ' ':
    case '\t':
      return /^[ \t]*$/.test(line) ? 'blank' : 'other';
    case '#':
      return ATX.test(line) ? 'heading' : 'text';
    case '`':
    case '~':
      return isFence(line) ? 'fence' : 'text';
    case '*':
    case '_':
      return /^\*(?:[ \t]|$)/.test(line) || BREAK.test(line) ? 'other' : 'text';
    default:
      if (code >= 48 && code <= 57) return ORDERED.test(line) ? 'other' : 'text';
      return '("\'$/\\.,@{}!&%;?^'.includes(line[0] ?? ' ') ? 'text' : 'other';
  }
}

function isFence(line: string): boolean {
  const [, marker, info = ''] = FENCE.exec(line) ?? [];
  return marker !== undefined && !(marker.startsWith('`') && info.includes('`'));
}
