import { parseMarkdown } from '../document/parse.ts';
import { renderMarkdown } from '../guided/prose.ts';
import type { Paint } from '../report/paint.ts';

const WIDTH = 80;
const INDENT = '  ';

/** A page of Markdown for a terminal: headings at the margin, all else a little to the right. */
export function renderPage(text: string, paint: Paint): string {
  const { headings, lines } = parseMarkdown(text, 'help');
  const starts = headings.map(({ line }) => line);
  const view = { width: WIDTH - INDENT.length, paint, tables: 'rows' as const };
  const shown = headings.flatMap((heading, at) => {
    const end = starts[at + 1] ?? lines.length + 1;
    const body = renderMarkdown(lines.slice(heading.line, end - 1).join('\n'), view);
    return [
      paint.bold(heading.text),
      ...body.map((line) => (line === '' ? '' : INDENT + line)),
      '',
    ];
  });
  return shown.join('\n');
}
