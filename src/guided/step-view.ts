import type { Asker } from '../prompt/types.ts';
import type { Paint } from '../report/paint.ts';
import { wrapLine } from '../report/wrap-line.ts';

/** What the dialogue about the steps shows and asks with. */
export interface StepView {
  /** Takes whole lines. */
  readonly write: (text: string) => void;
  readonly asker: Asker;
  readonly paint: Paint;
  /** For a screen reader: lines only. */
  readonly plain: boolean;
  /** Columns of the terminal, now. */
  readonly width: () => number;
}

/** An answer that changes nothing: the question is put again. */
export type Again = { readonly kind: 'again' };

/** Says something in words, which a narrow terminal does not break. */
export function say({ write, width }: StepView, text: string): void {
  write(`${wrapLine(text, width(), '  ').join('\n')}\n`);
}
