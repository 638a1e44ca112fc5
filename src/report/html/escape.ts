const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML has it, between tags and as the value of an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

const STYLES: Readonly<Record<number, string>> = {
  1: 'bold',
  2: 'dim',
  7: 'inverse',
  31: 'red',
  32: 'green',
  33: 'yellow',
};
const ENDS: ReadonlySet<number> = new Set([0, 22, 27, 39]);

/** A text that was painted for a terminal, its colours as elements. Everything else is taken literally. */
export function paintHtml(painted: string): string {
  let depth = 0;
  const parts = painted.split(/\x1b\[(\d+)m/);
  const written = parts.map((part, at) => {
    if (at % 2 === 0) return escapeHtml(part);
    const code = Number(part);
    if (ENDS.has(code)) {
      if (depth === 0) return '';
      depth -= 1;
      return '</span>';
    }
    depth += 1;
    return `<span class="${STYLES[code] ?? 'plain'}">`;
  });
  return written.join('') + '</span>'.repeat(depth);
}
