import type { Problem } from '../document/problem.ts';
import { loadRunbook } from '../model/load.ts';
import { placeLowering } from './lowered-document.ts';
import { findDialect } from './registry.ts';
import type { Dialect, DialectReader, Note } from './types.ts';

/**
 * Reads documents of a dialect so that what is said of them is said of their own lines.
 *
 * @throws {@link UsageError} for a name that no dialect has
 */
export function openDialect(name: string): { dialect: Dialect; read: DialectReader } {
  const dialect = findDialect(name, '--dialect');
  const read: DialectReader = (raw, { file, folder }) => {
    const source = unify(raw);
    const lowering = dialect.read({ file, text: source, folder });
    const document = placeLowering(lowering, { file, source });
    return { document, notes: lowering.notes, skip: lowering.skip };
  };
  return { dialect, read };
}

/** A runbook that was made of another tool's document. */
export interface Imported {
  readonly text: string;
  readonly notes: readonly Note[];
  /** Errors of what came out, at the lines that they come from. */
  readonly errors: readonly Problem[];
}

/**
 * Makes a runbook of a document.
 *
 * @throws {@link UsageError} for a name that no dialect has
 */
export function importDocument(name: string, raw: string, file: string): Imported {
  const source = unify(raw);
  const lowering = findDialect(name, '--from').read({ file, text: source });
  const { problems, steps } = loadRunbook(placeLowering(lowering, { file, source }));
  const errors = problems.filter(({ severity }) => severity === 'error');
  // Mostly it is a document of another tool than the one that was named.
  const message = `nothing in it is for ${name}, so there is nothing to run`;
  const notes = steps.length > 0 ? lowering.notes : [...lowering.notes, { line: 1, message }];
  return { text: lowering.text, notes, errors };
}

/** A text with LF and without a byte-order mark. */
function unify(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}
