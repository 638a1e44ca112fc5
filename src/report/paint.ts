import { styleText } from 'node:util';

/** Puts colour on text, or leaves it as it is. */
export interface Paint {
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

type Style = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

/** @param enabled - whether the text goes to something that shows colours. */
export function createPaint(enabled: boolean): Paint {
  const paint =
    (style: Style) =>
    (text: string): string =>
      enabled && text !== '' ? styleText(style, text) : text;
  return {
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    dim: paint('dim'),
    bold: paint('bold'),
  };
}

/** Text without colour, for files and for tests. */
export const PLAIN: Paint = createPaint(false);
