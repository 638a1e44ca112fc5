import { JSON_TYPES } from '../expect/json/json-types.ts';
import { ANY_TYPE, type HoleType } from '../expect/text/hole-types.ts';
import { defineType } from '../expect/text/user-types.ts';
import type { ReadFrontMatter } from './front-matter.ts';
import type { ProblemLog } from './problems.ts';

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** The types of holes under `runbook.types`; what cannot be one goes to the log. */
export function buildTypes(
  { config, yaml }: ReadFrontMatter,
  log: ProblemLog,
): ReadonlyMap<string, HoleType> {
  const types = new Map<string, HoleType>();
  for (const [name, source] of Object.entries(config.types ?? {})) {
    const key = yaml?.findKey(['runbook', 'types', name]);
    const value = yaml?.findValue(['runbook', 'types', name]);
    if (!key || !value) continue;
    if (!NAME.test(name)) {
      const message = `\`${name}\` cannot be the name of a type`;
      const hint = 'use letters, digits, `_` and `-`, a letter first';
      log.errorAt(key.position, key.text.length, { rule: 'bad-name', message, hint });
      continue;
    }
    if (JSON_TYPES.has(name)) {
      const message = `the type \`${name}\` exists already`;
      const hint = 'give it another name';
      log.errorAt(key.position, key.text.length, { rule: 'name-collision', message, hint });
      continue;
    }
    const defined = defineType(name, source);
    if (defined.ok) types.set(name, defined.type);
    else {
      const message = `type \`${name}\`: ${defined.message}`;
      const { hint } = defined;
      log.errorAt(value.position, value.text.length, { rule: 'bad-regex', message, hint });
      // Known all the same, so that not every use of it is an error as well.
      types.set(name, { ...ANY_TYPE, name });
    }
  }
  return types;
}
