import { loadLibrary } from '../../libraries/load.ts';
import type { HoleType } from './hole-types.ts';
import { adviseOn, describeRegexError, isRegexError } from './regex.ts';

/** A type of a document's own, or what is wrong with its expression. */
export type DefinedType =
  | { readonly ok: true; readonly type: HoleType }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Makes a type of a regular expression for the whole of its texts. */
export function defineType(name: string, source: string): DefinedType {
  const { RE2JS } = loadLibrary('re2js');
  try {
    const longest = RE2JS.compile(source, RE2JS.LONGEST_MATCH);
    const extent = {
      lastIndex: 0,
      test(text: string): boolean {
        const start = extent.lastIndex;
        const matcher = longest.matcher(start === 0 ? text : text.slice(start));
        if (!matcher.lookingAt()) return false;
        extent.lastIndex = start + matcher.end();
        return true;
      },
    };
    const accepts = (text: string): boolean => longest.testExact(text);
    return { ok: true, type: { name, extent, accepts, constraint: 'none' } };
  } catch (error) {
    if (!isRegexError(error)) throw error;
    return { ok: false, message: describeRegexError(error), hint: adviseOn(source) };
  }
}
