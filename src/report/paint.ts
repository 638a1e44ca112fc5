import { inspect } from 'node:util';

/** Puts colour on text, or leaves it as it is. */
export interface Paint {
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
  inverse(text: string): string;
  /** Whether there are colours at all. */
  readonly isColored: boolean;
}

type Style = 'red' | 'green' | 'yellow' | 'dim' | 'bold' | 'inverse';

/** @param enabled - whether the text goes to something that shows colours. */
export function createPaint(enabled: boolean): Paint {
  // `styleText` of newer Nodes asks the terminal itself, whatever was decided here.
  const paint = (style: Style) => {
    const [open, close] = inspect.colors[style] ?? [0, 0];
    return (text: string): string =>
      enabled && text !== '' ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  };
  return {
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    dim: paint('dim'),
    bold: paint('bold'),
    inverse: paint('inverse'),
    isColored: enabled,
  };
}

/** Text without colour, for files and for tests. */
export const PLAIN: Paint = createPaint(false);
