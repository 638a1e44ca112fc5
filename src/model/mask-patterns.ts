import { adviseOn, describeRegexError, isRegexError } from '../expect/text/regex.ts';
import { loadLibrary } from '../libraries/load.ts';
import type { ReadFrontMatter } from './front-matter.ts';
import type { ProblemLog } from './problems.ts';

/** Texts in one of which an expression that can match nothing does so. */
const SAMPLES = ['', 'a', ' ', '-a1 '];

interface Fault {
  readonly message: string;
  readonly hint: string;
}

/** The expressions under `runbook.mask`; those that mask nothing that can be told go to the log. */
export function buildMaskPatterns(
  { config, yaml }: ReadFrontMatter,
  log: ProblemLog,
): readonly string[] {
  return (config.mask ?? []).filter((source, index) => {
    const fault = findFault(source);
    if (fault === undefined) return true;
    const place = yaml?.findValue(['runbook', 'mask', index]);
    if (place !== undefined)
      log.errorAt(place.position, place.text.length, { rule: 'bad-regex', ...fault });
    return false;
  });
}

function findFault(source: string): Fault | undefined {
  const { RE2JS } = loadLibrary('re2js');
  try {
    const pattern = RE2JS.compile(source);
    const matchesNothing = SAMPLES.some((sample) => {
      const matcher = pattern.matcher(sample);
      while (matcher.find()) if (matcher.end() === matcher.start()) return true;
      return false;
    });
    if (matchesNothing) {
      return {
        message: `the mask \`${source}\` matches the empty text, which is everywhere`,
        hint: 'ask for at least one character: `+` instead of `*`',
      };
    }
  } catch (error) {
    if (!isRegexError(error)) throw error;
    return {
      message: `the mask \`${source}\`: ${describeRegexError(error)}`,
      hint: adviseOn(source),
    };
  }
  return findLineFault(source);
}

/** A mask is held against one line at a time, so that it can be used while a step prints. */
function findLineFault(source: string): Fault | undefined {
  const positive = source.replace(/\[\^(?:\\.|[^\]\\])*\]/g, '');
  const [, found = ''] = /(?<!\\)(?:\\\\)*(\\[nAz]|\n)/.exec(positive) ?? [];
  if (found === '') return undefined;
  if (found === '\\A' || found === '\\z')
    return {
      message: `the mask \`${source}\` is held against single lines, so \`${found}\` has no meaning`,
      hint: 'write `^` for the start of a line and `$` for its end',
    };
  return {
    message: `the mask \`${source}\` is held against single lines, so it cannot contain a newline`,
    hint: 'mask each line by itself, or make the secret a param with `secret: true`',
  };
}
