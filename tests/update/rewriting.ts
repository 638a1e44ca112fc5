/** Rewrites of bodies, and whether they hold. */
import { compileExpectation } from '../../src/expect/registry.ts';
import { applyChanges } from '../../src/update/lines/line-edits.ts';
import { findRewriter } from '../../src/update/registry.ts';
import type { Change } from '../../src/update/types.ts';
import { createSource, createSubject, type Printed } from '../expect/sources.ts';

/** How a rewrite is asked for. */
interface Modes {
  readonly pattern: boolean;
  readonly acceptExit: boolean;
}

/** The changes that bring a fence in line with what was printed, or why there are none. */
export async function changesOf(
  info: string,
  body: readonly string[],
  printed: Printed,
  { pattern = false, acceptExit = false }: Partial<Modes> = {},
): Promise<readonly Change[] | string> {
  const source = createSource(info, body);
  const rewriter = findRewriter(source);
  if (rewriter === undefined) throw new Error(`nothing rewrites \`${info}\``);
  const rewrite = await rewriter.rewrite({
    source,
    subject: createSubject(printed),
    scope: new Map(Object.entries(printed.scope ?? {})),
    pattern,
    acceptExit,
  });
  return rewrite.ok ? rewrite.changes : rewrite.why;
}

/** Whether a body holds for what was printed. */
export async function holds(
  info: string,
  body: readonly string[],
  printed: Printed,
): Promise<boolean> {
  const compiled = compileExpectation(createSource(info, body));
  if (!compiled.ok) return false;
  const scope = new Map(Object.entries(printed.scope ?? {}));
  return (await compiled.expectation.evaluate(createSubject(printed), scope)).ok;
}

/** The body after the rewrite, one line a line; patterns that are given up stay, marked with `!`. */
export async function rewriteOf(
  info: string,
  body: readonly string[],
  printed: Printed,
  options: Partial<Modes> = {},
): Promise<string> {
  const changes = await changesOf(info, body, printed, options);
  if (typeof changes === 'string') return `not updated: ${changes}`;
  const given = changes.filter(({ givesUp }) => givesUp !== undefined);
  const all = applyChanges(body, changes);
  if (!(await holds(info, all, printed))) return `does not hold:\n${all.join('\n')}`;
  return applyChanges(body, changes, (change) =>
    given.includes(change)
      ? body.slice(change.from, change.to).map((line) => `! ${line}`)
      : change.lines,
  ).join('\n');
}
