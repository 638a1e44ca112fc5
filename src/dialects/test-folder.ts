import type { Draft } from './draft.ts';
import type { DialectSource } from './types.ts';

/** What Cram, and Scrut after it, set for every test. */
export const TEST_ENVIRONMENT: Readonly<Record<string, string>> = {
  LANG: 'C',
  LANGUAGE: 'C',
  LC_ALL: 'C',
  TZ: 'GMT',
  COLUMNS: '80',
};

const USES = /\$\{?(TESTDIR|TESTFILE|TESTSHELL|CRAMTMP|TMPDIR)\b/;

/** `TESTDIR` where it is known, and notes about the other variables that a document is promised. */
export function testFolder({ text, folder }: DialectSource, draft: Draft): Record<string, string> {
  const told = new Set<string>();
  text.split('\n').forEach((line, index) => {
    const name = USES.exec(line)?.[1];
    if (name === undefined || told.has(name) || (name === 'TESTDIR' && folder !== undefined))
      return;
    told.add(name);
    const what = name === 'TESTDIR' ? 'the folder of the document' : 'what the tool gives it';
    draft.note(index + 1, `\`$${name}\` is not set here; give it ${what} before the run`);
  });
  return folder === undefined ? {} : { TESTDIR: folder };
}

/** What becomes of a test that says by its exit code that it does not apply. */
export function describeSkip(code: number): string {
  return `\`exit ${code}\` skips the document where the tool runs it; here it is a failure`;
}
