import type { Constraint } from './constraints.ts';
import type { HoleType } from './hole-types.ts';

/** A hole: text that is not known beforehand. */
export interface Hole {
  /** As written, such as `<<port:int 1..9>>`. */
  readonly source: string;
  /** The name under which the text is captured. */
  readonly name?: string;
  readonly type: HoleType;
  readonly constraint?: Constraint;
}

/** A piece of a text with holes. `index` is its offset in the text as written. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'hole'; readonly hole: Hole; readonly index: number }
  /** `${name}`: a value of the scope, inserted as it is. */
  | Named<'reference'>
  /** `<<name>>`: equal to what `name` stands for. */
  | Named<'back'>;

interface Named<Kind> {
  readonly kind: Kind;
  readonly name: string;
  readonly source: string;
  readonly index: number;
  /** Whether the name is captured further up in the same fence; otherwise it is of the scope. */
  readonly internal: boolean;
}
