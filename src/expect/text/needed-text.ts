/** Whatever could make a piece of an expression optional, or something else than its letters. */
const SPECIAL = /[|()[\]\\{}]/;

/**
 * The longest text that stands in everything that an expression matches: `panic` for `.*panic.*`.
 * Looking for it takes a fraction of the time that the expression takes. Empty for expressions in
 * which it is not seen at a glance.
 */
export function findNeededText(source: string): string {
  if (SPECIAL.test(source)) return '';
  let needed = '';
  for (const [, run = '', quantifier = ''] of source.matchAll(/([^.^$*+?]+)([*+?]?)/g)) {
    const isOptional = quantifier === '*' || quantifier === '?';
    const text = isOptional ? [...run].slice(0, -1).join('') : run;
    if (text.length > needed.length) needed = text;
  }
  return needed;
}
