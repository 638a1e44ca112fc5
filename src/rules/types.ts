/** What a rule of `check` is about, for the one who broke it. */
export interface RuleSpec {
  /** `error` ends `check` with 1; `warning` does so under `--strict` only. */
  readonly severities: readonly ('error' | 'warning')[];
  /** What must not be, one line without full stop. */
  readonly summary: string;
  /** Why it matters, one or two sentences. */
  readonly why: string;
  /** A whole document that breaks the rule. */
  readonly wrong: string;
  /** The same document, mended. */
  readonly right: string;
  /** What `--fix` does about it; absent where only its author can know. */
  readonly fix?: string;
}

/** Rules by their ids. */
export type RuleTable<Id extends string> = { readonly [Key in Id]: RuleSpec };

/** An example document: in its source `'''` stands for a fence marker, and the first line is empty. */
export function example(parts: TemplateStringsArray): string {
  return parts
    .join('')
    .replace(/^\n/, '')
    .replaceAll(/^( *)'''/gm, '$1```');
}
