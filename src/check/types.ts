import type { Problem } from '../document/problem.ts';
import type { Fence, MarkdownDocument } from '../document/types.ts';
import type { LoadResult } from '../model/load.ts';
import type { RuleId } from '../rules/registry.ts';

/** What checks may ask of the host. Nothing of it comes from a document. */
export interface CheckHost {
  /** The caller's `PATH`, on which bash and ShellCheck are looked for. */
  readonly path: string | undefined;
  readonly cwd: string;
  /** Whether links to other sites are followed. */
  readonly external: boolean;
  /** Another document by its path; `null` when it cannot be read. */
  readDocument(path: string): MarkdownDocument | null;
  /** Asks for a URL, once however often it is asked; in words what is wrong with it. */
  probe(url: string): Promise<ProbeResult>;
}

/** What became of asking for a URL. */
export type ProbeResult =
  | { readonly kind: 'alive' }
  /** There is nothing. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** It may be there tomorrow. */
  | { readonly kind: 'unsure'; readonly reason: string };

/** A document with everything that is known of it; it may have errors. */
export interface CheckContext {
  readonly document: MarkdownDocument;
  readonly loaded: LoadResult;
  readonly host: CheckHost;
}

/** What a check found. */
export interface CheckResult {
  readonly problems: readonly Problem[];
  /** Fences that are not run, and whose syntax was found right. */
  readonly parsed?: readonly Fence[];
  /** One line for people about what could not be looked at, no full stop. */
  readonly note?: string;
}

/** One check of a whole document: one file, one line in the registry. It executes nothing of it. */
export interface DocumentCheck {
  /** The rules whose problems it finds. */
  readonly rules: readonly RuleId[];
  find(context: CheckContext): CheckResult | Promise<CheckResult>;
}
