import { posix } from 'node:path';
import { findBodyPosition } from '../document/body-position.ts';
import type { MarkdownDocument } from '../document/types.ts';
import type { StepDraft } from './draft.ts';
import { checkSyntax } from './file-syntax.ts';
import type { ProblemLog } from './problems.ts';
import { findWord } from './read-attributes.ts';
import { findReferences } from './references.ts';
import type { FileBlock, RunbookConfig } from './types.ts';

/** The file that a step's block is; `undefined` for a step that is none. */
export function buildFileBlock({ attributes: { values } }: StepDraft): FileBlock | undefined {
  if (values.file === undefined) return undefined;
  return {
    path: values.file,
    ...(values.mode === undefined ? {} : { mode: values.mode }),
    ...(values.owner === undefined ? {} : { owner: values.owner }),
    expand: values.expand ?? false,
    append: values.append ?? false,
  };
}

/** Logs a path that visibly leaves the workdir, and content that does not parse. */
export function checkFileBlock(
  document: MarkdownDocument,
  draft: StepDraft,
  { allowPaths }: Pick<RunbookConfig, 'allowPaths'>,
  log: ProblemLog,
): void {
  const file = buildFileBlock(draft);
  if (file === undefined) return;
  const { fence, lang, attributes } = draft;
  const refused = refusePath(file.path, allowPaths);
  if (refused !== undefined) {
    const message = `\`file=${file.path}\` ${refused}`;
    const hint =
      'name a file inside of the workdir, or list its folder under `allow-paths` in the front matter';
    log.errorIn(fence, findWord(attributes, 'file'), { rule: 'file-path', message, hint });
  }
  // A piece of a file, or one with gaps, need not parse by itself.
  if (file.append || (file.expand && findReferences(fence.body).length > 0)) return;
  const fault = checkSyntax(lang, fence.body);
  if (fault === undefined) return;
  const position = findBodyPosition(document, fence, fault.bodyLine, fault.index);
  const message = `\`${file.path}\` is no valid ${fault.syntax}: ${fault.reason}`;
  log.errorAt(position, 0, { rule: 'file-syntax', message });
}

function refusePath(path: string, allowed: readonly string[]): string | undefined {
  if (path.endsWith('/') || posix.normalize(path) === '.') return 'names a folder, not a file';
  if (posix.isAbsolute(path)) {
    const isAllowed = allowed.some((folder) => isBelow(posix.normalize(path), folder));
    return isAllowed ? undefined : 'is an absolute path';
  }
  if (/^~/.test(path)) return 'begins with `~`, which no shell expands here';
  const normal = posix.normalize(path);
  if (normal === '..' || normal.startsWith('../')) return 'leaves the workdir';
  return undefined;
}

/** Whether a path without `..` is one that may be written, or in a folder that may be. */
function isBelow(path: string, folder: string): boolean {
  const way = posix.relative(folder, path);
  return way !== '..' && !way.startsWith('../');
}
