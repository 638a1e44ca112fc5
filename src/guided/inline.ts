import type { Token } from 'markdown-it';
import type { Paint } from '../report/paint.ts';
import { showControls } from '../report/visible.ts';

/** The text of a paragraph, with its emphasis, and the targets of links that lead elsewhere. */
export function renderInline({ children }: Pick<Token, 'children'>, paint: Paint): string {
  let text = '';
  let bold = 0;
  let target: string | undefined;
  let linked = '';
  const put = (piece: string): void => {
    const safe = showControls(piece);
    if (target !== undefined) linked += safe;
    // Word by word: a colour must not go on where a line is broken.
    text += bold > 0 ? safe.replaceAll(/\S+/g, (word) => paint.bold(word)) : safe;
  };
  for (const token of children ?? []) {
    switch (token.type) {
      case 'text':
      case 'text_special':
        put(token.content);
        break;
      case 'code_inline':
        put(`\`${token.content}\``);
        break;
      case 'softbreak':
        text += ' ';
        break;
      case 'hardbreak':
        text += '\n';
        break;
      case 'strong_open':
        bold += 1;
        break;
      case 'strong_close':
        bold -= 1;
        break;
      case 'link_open':
        target = String(token.attrGet('href') ?? '');
        linked = '';
        break;
      case 'link_close':
        if (target !== undefined && !target.startsWith('#') && target !== linked)
          text += ` (${showControls(target)})`;
        target = undefined;
        break;
      case 'image':
        put(token.content);
        break;
    }
  }
  return text;
}
