import { loadLibrary } from '../../libraries/load.ts';
import { isRegexError, type RegexMatcher } from '../text/regex.ts';

/** An expression that can be used, or why not. */
export type ReadRegexp =
  | { readonly ok: true; readonly regex: RegexMatcher }
  | { readonly ok: false; readonly message: string };

/** `\` with what it escapes, a class, or a dot. */
const TOKEN = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\./g;

/**
 * Compiles an expression of RFC 9485, in which a dot is neither a line feed nor a carriage return,
 * for an engine that takes time linear in the text.
 */
export function compileIRegexp(source: string): ReadRegexp {
  try {
    const compiled = loadLibrary('re2js').RE2JS.compile(
      source.replace(TOKEN, (token) => (token === '.' ? '[^\\n\\r]' : token)),
    );
    return {
      ok: true,
      regex: {
        matchesWhole: (text) => compiled.testExact(text),
        matchesWithin: (text) => compiled.test(text),
      },
    };
  } catch (error) {
    if (!isRegexError(error)) throw error;
    return { ok: false, message: error.message.replace(/^error parsing regexp: /, '') };
  }
}
