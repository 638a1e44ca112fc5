import { BLANK_END, guardPattern, toEscaped, toLiteral, toUnended } from './lines.ts';

/** A line of ours, and what of the other one it does not say. */
export interface LoweredLine {
  readonly line: string;
  readonly note?: string;
}

/** A line of output in a test of Cram as one of ours. */
export function lowerCramLine(text: string): LoweredLine {
  const [, content = '', kind] = /^(.*) \((re|glob|esc|no-eol)\)$/.exec(text) ?? [];
  if (kind === undefined || content === '') return { line: toLiteral(text) };
  const inner = / \((re|glob|esc|no-eol)\)$/.exec(content);
  if (inner !== null && inner.index > 0) {
    const note = `\`${inner[1]}\` and \`${kind}\` cannot stand on one line here; \`${kind}\` is left out`;
    return { line: lowerCramLine(content).line, note };
  }
  if (kind === 're') return { line: `${guardPattern(content)} (re)` };
  if (kind === 'esc') return { line: toEscaped(content) };
  if (kind === 'no-eol')
    return { line: toUnended(content), ...(content.trim() === '' ? { note: BLANK_END } : {}) };
  return { line: `${guardPattern(escapeGlob(content))} (glob)` };
}

/** Only `*`, `?` and a backslash before them are special there. */
function escapeGlob(text: string): string {
  return text.replace(/\\([\\*?])|([\\[$])/g, (_, escaped, plain) => `\\${escaped ?? plain}`);
}
