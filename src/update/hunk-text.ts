import type { Paint } from '../report/paint.ts';
import { countOf, cutLine, showCompared } from '../report/visible.ts';
import type { Hunk, Refusal } from './hunk.ts';

/** Lines of a hunk that are shown of each side. */
const MAX_LINES = 40;
const CONTEXT = 2;

/** A hunk for people: where, what goes and what comes, with the lines around it. */
export function describeHunk(
  hunk: Hunk,
  lines: readonly string[],
  position: string,
  {
    file,
    lines: document,
    paint,
  }: { readonly file: string; readonly lines: readonly string[]; readonly paint: Paint },
): string[] {
  const { line, count, label, givesUp } = hunk;
  const old = document.slice(line - 1, line - 1 + count);
  const before = document.slice(Math.max(0, line - 1 - CONTEXT), line - 1);
  const after = document.slice(line - 1 + count, line - 1 + count + CONTEXT);
  return [
    `${paint.bold(`${file}:${line}`)}  ${label}   ${paint.dim(`(${position})`)}`,
    ...(givesUp === undefined
      ? []
      : [paint.yellow(`gives up the pattern \`${cutLine(givesUp)}\``)]),
    ...before.map(context),
    ...side('-', old, paint.red),
    ...side('+', hunk.place(lines), paint.green),
    ...after.map(context),
  ];
}

function context(text: string): string {
  return text === '' ? '' : `  ${cutLine(showCompared(text))}`;
}

function side(mark: string, lines: readonly string[], color: (text: string) => string): string[] {
  const shown = lines
    .slice(0, MAX_LINES)
    .map((text) => color(`${mark} ${cutLine(showCompared(text))}`));
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, color(`${mark} … ${countOf(more, 'more line')}`)] : shown;
}

/** What could not be brought up to date, a line each. */
export function describeRefusals(
  file: string,
  refusals: readonly Refusal[],
  paint: Paint,
): string[] {
  return refusals.map(
    ({ line, label, why }) =>
      `${paint.yellow('not updated')} ${paint.bold(`${file}:${line}`)} ${label}: ${why}`,
  );
}
