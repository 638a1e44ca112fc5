import { type InfoString, type InfoWord, parseInfoString } from '../document/info-string.ts';
import type { Fence } from '../document/types.ts';
import { distance } from '../libraries/distance.ts';
import { ATTRIBUTES, isAttributeName } from './attributes.ts';
import { type ExpectationKindName, isExpectationLanguage } from './expectation-tags.ts';
import { onlyNearest } from './nearest.ts';
import { listNames, type ProblemLog, suggest } from './problems.ts';
import { isRole, OTHER_TAGS, ROLES } from './roles.ts';
import type { Role } from './types.ts';

/** What a fence declares itself to be. */
export type Tag =
  | {
      readonly kind: 'step';
      readonly lang: string;
      readonly role: Role;
      readonly words: readonly InfoWord[];
    }
  | {
      readonly kind: 'expectation';
      readonly lang: string;
      readonly expectation: ExpectationKindName;
      readonly words: readonly InfoWord[];
    }
  /** `no-check`. */
  | { readonly kind: 'inert'; readonly lang: string }
  | { readonly kind: 'untagged'; readonly lang: string }
  /** Meant as a step, and refused; the log has the reason. */
  | { readonly kind: 'refused'; readonly lang: string };

/** Attributes that site generators use as well: alone they say nothing about what was meant. */
const SHARED_ATTRIBUTES: ReadonlySet<string> = new Set(['title']);

const NAMES: readonly string[] = [...Object.keys(ROLES), ...OTHER_TAGS];

/** Reads what a fence is from its info string; what is meant as a role and is none goes to the log. */
export function readTag(fence: Fence, log: ProblemLog): Tag {
  const info = parseInfoString(fence.info);
  const { lang, words } = info;
  const [second, ...rest] = words;
  if (second?.name === 'no-check' && second.value === true) {
    for (const word of rest) refuseAfterNoCheck(fence, word, log);
    return { kind: 'inert', lang };
  }
  if (isExpectationLanguage(lang)) return { kind: 'expectation', lang, expectation: lang, words };
  if (second === undefined) return { kind: 'untagged', lang };
  if (second.value === true && second.name === 'expect') {
    return { kind: 'expectation', lang, expectation: 'expect', words: rest };
  }
  if (second.value === true && isRole(second.name)) {
    return { kind: 'step', lang, role: second.name, words: rest };
  }
  return readUnknown(fence, info, second, log);
}

function readUnknown(fence: Fence, info: InfoString, second: InfoWord, log: ProblemLog): Tag {
  const { lang, words } = info;
  const meant = second.value === true ? findMeantRole(second.name) : undefined;
  const attribute = words.find(isOwnAttribute);
  if (meant === undefined && attribute === undefined) return { kind: 'untagged', lang };
  const roles = `the roles are ${listNames(Object.keys(ROLES), 'and')}`;
  if (second === attribute) {
    const message = `\`${attribute.name}\` needs a role before it`;
    log.errorIn(fence, second, { rule: 'unknown-role', message, hint: roles });
  } else {
    const message = `unknown role \`${second.name}\``;
    const hint = suggest(meant, attribute && `\`${attribute.name}\` makes this a step; ${roles}`);
    const fix = meant === undefined ? undefined : onlyNearest(second.name, NAMES);
    log.errorIn(fence, second, { rule: 'unknown-role', message, hint, fix });
  }
  return { kind: 'refused', lang };
}

/** Two edits at most, and only of words: site generators also put `{1,3-5}` and the like there. */
function findMeantRole(word: string): string | undefined {
  if (!/^\p{L}[\p{L}\p{N}_-]*$/u.test(word)) return undefined;
  const away = NAMES.map((name) => ({ name, edits: distance(word.toLowerCase(), name) }));
  return away.sort((a, b) => a.edits - b.edits).find(({ edits }) => edits <= 2)?.name;
}

/** Whether a word is an attribute of ours in a form that it has, so that the fence must be too. */
function isOwnAttribute(word: InfoWord): boolean {
  const { name, value } = word;
  if (SHARED_ATTRIBUTES.has(name)) return false;
  if (isAttributeName(name)) return (ATTRIBUTES[name].value === 'flag') === (value === true);
  return (name.startsWith('env.') || name === 'for') && value !== true;
}

function refuseAfterNoCheck(fence: Fence, word: InfoWord, log: ProblemLog): void {
  if (!isOwnAttribute(word)) return;
  const message = `\`${word.name}\` has no meaning on a fence that says \`no-check\``;
  log.errorIn(fence, word, { rule: 'bad-attribute', message, hint: 'take one of the two out' });
}
