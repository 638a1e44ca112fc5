import { basename, relative } from 'node:path';
import { loadLibrary } from '../../libraries/load.ts';
import type { Paint } from '../../report/paint.ts';
import { showControls } from '../../report/visible.ts';

const CONTEXT = 3;
/** With more differences, time grows with their square. */
const MAX_EDITS = 2000;
const NO_NEWLINE = '\\ No newline at end of file';

/**
 * The difference between two versions of a file as a patch that `git apply` takes in the folder
 * `cwd`, or in the file's own if that is elsewhere; empty when there is none.
 */
export function createPatch(path: string, cwd: string, before: string, after: string): string {
  if (before === after) return '';
  // Names that lead out of its folder are nothing that git takes.
  const way = relative(cwd, path);
  const name = way.startsWith('..') ? basename(path) : way;
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = loadLibrary('diff');
  const names = [`a/${name}`, `b/${name}`] as const;
  const patch = createTwoFilesPatch(...names, before, after, undefined, undefined, {
    context: CONTEXT,
    headerOptions: FILE_HEADERS_ONLY,
    maxEditLength: MAX_EDITS,
  });
  return patch ?? createCoarsePatch(...names, before, after);
}

/** A patch that replaces all from the first difference to the last. */
function createCoarsePatch(
  oldFileName: string,
  newFileName: string,
  before: string,
  after: string,
): string {
  const [old, now] = [before.split(/(?<=\n)/), after.split(/(?<=\n)/)];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const from = Math.max(0, start - CONTEXT);
  const kept = Math.max(0, end - CONTEXT);
  const mark = (sign: string, lines: readonly string[]): string[] =>
    lines.flatMap((line) =>
      line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, NO_NEWLINE],
    );
  const hunk = {
    oldStart: from + 1,
    oldLines: old.length - kept - from,
    newStart: from + 1,
    newLines: now.length - kept - from,
    lines: [
      ...mark(' ', old.slice(from, start)),
      ...mark('-', old.slice(start, old.length - end)),
      ...mark('+', now.slice(start, now.length - end)),
      ...mark(' ', old.slice(old.length - end, old.length - kept)),
    ],
  };
  const { formatPatch, FILE_HEADERS_ONLY } = loadLibrary('diff');
  const names = { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined };
  return formatPatch({ ...names, hunks: [hunk] }, FILE_HEADERS_ONLY);
}

/** A patch for people: in colour, and with nothing in it that a terminal would act on. */
export function paintPatch(patch: string, paint: Paint): string {
  return patch
    .split('\n')
    .map((line, index) => {
      const shown = showControls(line.replace(/\r$/, ''));
      return index < 2 ? paint.bold(shown) : paintLine(shown, paint);
    })
    .join('\n');
}

function paintLine(line: string, paint: Paint): string {
  if (line.startsWith('@@')) return paint.dim(line);
  if (line.startsWith('+')) return paint.green(line);
  return line.startsWith('-') ? paint.red(line) : line;
}
