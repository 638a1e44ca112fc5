/** What to do when the limit of open files is too low. */
export const FILES_HINT = 'allow more open files, as with `ulimit -n 256`';

/** Whether something failed because no further file may be opened. */
export function isOutOfFiles(error: unknown): boolean {
  return ['EMFILE', 'ENFILE'].includes(
    (error as Partial<NodeJS.ErrnoException> | undefined)?.code ?? '',
  );
}
