import { UsageError } from '../plan/usage-error.ts';
import { type JunitTotals, wrapSuites } from './kinds/junit.ts';

/** What is read of one file. */
export interface JunitPart {
  readonly path: string;
  readonly text: string;
}

/**
 * JUnit files as one: the suites of one after those of the other, as they are, counted anew.
 *
 * @throws {@link UsageError} for a file that is none.
 */
export function mergeJunit(parts: readonly JunitPart[]): string {
  const read = parts.map(readSuites);
  return wrapSuites(
    read.map(({ suites }) => suites),
    read.map(({ totals }) => totals),
  );
}

/** The outermost element: `testsuites`, or the only `testsuite`. In a value, `<` is written `&lt;`. */
const ROOT =
  /^\ufeff?\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--[\s\S]*?-->\s*)*(<(testsuites?)\b((?:[^>"']|"[^"]*"|'[^']*')*)>)([\s\S]*)<\/\2>\s*$/;

function readSuites({ path, text }: JunitPart): { suites: string; totals: JunitTotals } {
  const [, open = '', name, attributes = '', inside = ''] = ROOT.exec(text) ?? [];
  if (name === undefined) {
    if (/<testsuites\b[^>]*\/>\s*$/.test(text)) return { suites: '', totals: countCases('', '') };
    throw new UsageError(`${path}: is no JUnit file to its end`, [
      'the file begins with `<testsuites>` or `<testsuite>`; write it again if its run was ended early',
    ]);
  }
  const body = inside.replace(/^\s*\n/, '');
  const suites = name === 'testsuites' ? body : `  ${open}${inside}</testsuite>\n`;
  return {
    suites: suites.endsWith('\n') ? suites : `${suites}\n`,
    totals: countCases(attributes, inside),
  };
}

function countCases(attributes: string, inside: string): JunitTotals {
  // What a text or a comment says is no element.
  const tags = inside.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->/g, '');
  const count = (tag: string): number => tags.match(new RegExp(`<${tag}[\\s/>]`, 'g'))?.length ?? 0;
  const time = Number(/\btime="([\d.]+)"/.exec(attributes)?.[1] ?? 0);
  return {
    tests: count('testcase'),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    ms: time * 1000,
  };
}
