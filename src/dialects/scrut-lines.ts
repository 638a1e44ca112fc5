import {
  guardPattern,
  joinBytes,
  toEscaped,
  toLiteral,
  toRegex,
  toRepeated,
  toUnended,
} from './lines.ts';

const SUFFIX =
  /^(.*?)(?: \((?:escaped|esc)\))? \((?:(equal|eq|no-eol|escaped|esc|glob|gl|regex|re)?([?*+])?)\)$/;
const ESCAPED_GLOB = / \((?:escaped|esc)\) \((?:glob|gl)[?*+]?\)$/;

/** A line of Scrut's expectations as one of ours. */
export function lowerScrutLine(text: string): string {
  const [, content = '', kind, quantifier = ''] = SUFFIX.exec(text) ?? [];
  if (kind === undefined && quantifier === '') return toLiteral(text);
  const whole = text.slice(0, text.lastIndexOf(' ('));
  switch (kind) {
    case 'no-eol':
      return toUnended(whole);
    case 'escaped':
    case 'esc':
      return toEscaped(whole, quantifier);
    case 'regex':
    case 're':
      return `${guardPattern(whole)} (re${quantifier})`;
    case 'glob':
    case 'gl':
      return ESCAPED_GLOB.test(text)
        ? `${toEscapedGlob(content)} (re${quantifier})`
        : `${guardPattern(whole.replace(/[\\[$]/g, '\\$&'))} (glob${quantifier})`;
    default:
      return quantifier === '' ? toLiteral(whole) : toRepeated(whole, quantifier);
  }
}

/** Only an expression can have both. */
function toEscapedGlob(text: string): string {
  const pieces = joinBytes(text).split(/(\\(?:x[\da-fA-F]{2}|[tnrabfve0\\])|[*?])/);
  const parts = pieces.map((piece, index) => {
    if (index % 2 === 0) return piece === '' ? '' : toRegex(piece);
    if (piece === '*') return '.*';
    if (piece === '?') return '.';
    if (piece === '\\e') return '\\x1b';
    if (piece === '\\b') return '\\x08';
    if (piece === '\\0') return '\\x00';
    return piece;
  });
  return guardPattern(parts.join(''));
}
