import { relative } from 'node:path';
import { loadLibrary } from '../../libraries/load.ts';
import type { Paint } from '../../report/paint.ts';
import { showControls } from '../../report/visible.ts';

/**
 * The difference between two versions of a file as a patch that `git apply` takes in the folder
 * `cwd`; empty when there is none.
 */
export function createPatch(path: string, cwd: string, before: string, after: string): string {
  if (before === after) return '';
  const name = relative(cwd, path);
  return loadLibrary('diff').createTwoFilesPatch(
    `a/${name}`,
    `b/${name}`,
    before,
    after,
    undefined,
    undefined,
    {
      context: 3,
      headerOptions: loadLibrary('diff').FILE_HEADERS_ONLY,
    },
  );
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
