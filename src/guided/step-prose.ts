import type { Heading } from '../document/types.ts';
import type { Runbook, Step } from '../model/types.ts';
import { type ProseView, renderProse } from './prose.ts';

/**
 * The prose above a step, since the step before it in the document. Headings that stand above it on
 * the screen anyway, as the step's title or the document's, are left out.
 */
export function describeProse(runbook: Runbook, step: Step, view: ProseView): string[] {
  const { document, steps } = runbook;
  const { fence } = step;
  const tagged = new Set(
    steps.flatMap(({ fence: own, expectations }) => [
      own.line,
      ...expectations.map((expectation) => expectation.fence.line),
    ]),
  );
  const last = document.fences.findLast(({ line }) => line < fence.line && tagged.has(line));
  const top = document.frontMatter === null ? 1 : frontMatterEnd(document.lines);
  const shown = document.headings.filter(
    (heading) =>
      (heading === step.heading && heading.text === step.title) ||
      (heading.level === 1 && heading.text === runbook.title),
  );
  const left = {
    isProse: (line: number) => !tagged.has(line),
    without: linesOf(shown, document.lines),
  };
  const from = last === undefined ? top : last.endLine + 1;
  const inner = { ...view, width: Math.max(20, view.width - 2) };
  const lines = renderProse(document, from, fence.line - 1, left, inner);
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** A heading with a line of `=` or `-` below it has two. */
function linesOf(headings: readonly Heading[], lines: readonly string[]): ReadonlySet<number> {
  return new Set(
    headings.flatMap(({ line }) =>
      /^\s{0,3}(?:=+|-+)\s*$/.test(lines[line] ?? '') ? [line, line + 1] : [line],
    ),
  );
}

function frontMatterEnd(lines: readonly string[]): number {
  const end = lines.indexOf('---', 1);
  return end === -1 ? 1 : end + 2;
}
