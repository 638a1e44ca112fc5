/**
 * Where a path that begins at `start` ends: at the first blank that is outside of brackets and
 * quotation marks, or at the end of the text.
 */
export function findPathEnd(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (depth > 0 && (char === '"' || char === "'")) quote = char;
    else if (char === '[' || char === '(') depth++;
    else if (char === ']' || char === ')') depth--;
    else if (depth <= 0 && /\s/.test(char)) return at;
  }
  return text.length;
}
