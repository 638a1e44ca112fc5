import type { InfoWord } from '../document/info-string.ts';
import type { Fence } from '../document/types.ts';
import {
  ATTRIBUTES,
  type AttributeName,
  type AttributeValues,
  isAttributeName,
} from './attributes.ts';
import { refuseVariable } from './config.ts';
import { EXPECTATION_WORDS } from './expectation-tags.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import type { ProblemLog } from './problems.ts';
import { suggest } from './problems.ts';
import { isRole } from './roles.ts';

/** The attributes of one step, those that could be read. */
export interface StepAttributes {
  readonly values: Partial<AttributeValues>;
  /** `env.NAME=value`, with `${name}` unresolved. */
  readonly env: Readonly<Record<string, string>>;
  /** Every word as written, for its place: the ones that could not be read as well. */
  readonly words: readonly InfoWord[];
}

/** Reads the words after a step's role; each mistake goes to the log at its word. */
export function readAttributes(
  fence: Fence,
  words: readonly InfoWord[],
  log: ProblemLog,
): StepAttributes {
  const values: Record<string, unknown> = {};
  const env: Record<string, string> = {};
  const seen = new Set<string>();
  for (const word of words) {
    if (refuseWord(fence, word, seen, log)) continue;
    seen.add(word.name);
    if (word.name.startsWith('env.')) readVariable(fence, word, env, log);
    else if (isAttributeName(word.name)) readValue(fence, word, word.name, values, log);
    else refuseName(fence, word, log);
  }
  // Each key was filled by the reader of its own name.
  return { values: values as Partial<AttributeValues>, env, words };
}

/** The word of an attribute, or nothing. */
export function findWord(attributes: StepAttributes, name: string): InfoWord | null {
  return attributes.words.find((word) => word.name === name) ?? null;
}

function refuseWord(
  fence: Fence,
  word: InfoWord,
  seen: ReadonlySet<string>,
  log: ProblemLog,
): boolean {
  if (word.fault !== undefined) {
    const message = `\`${word.name}\`: ${word.fault}`;
    const hint = 'a value with blanks is written `name="value"` or `name=\'value\'`';
    log.errorIn(fence, word, { rule: 'bad-info-string', message, hint });
    return true;
  }
  if (!seen.has(word.name)) return false;
  if (isAttributeName(word.name) && ATTRIBUTES[word.name].repeatable) return false;
  const message = `\`${word.name}\` is given twice`;
  log.errorIn(fence, word, { rule: 'duplicate-attribute', message, hint: 'keep one of them' });
  return true;
}

function readVariable(
  fence: Fence,
  word: InfoWord,
  env: Record<string, string>,
  log: ProblemLog,
): void {
  const name = word.name.slice('env.'.length);
  const complaint = refuseVariable(name);
  if (complaint) log.errorIn(fence, word, complaint);
  else if (word.value !== true) env[name] = word.value;
  else needValue(fence, word, `${word.name}=value`, log);
}

function readValue(
  fence: Fence,
  word: InfoWord,
  name: AttributeName,
  values: Record<string, unknown>,
  log: ProblemLog,
): void {
  const { value: reader, example, repeatable } = ATTRIBUTES[name];
  if (reader === 'flag') {
    values[name] = true;
    if (word.value === true) return;
    const message = `\`${name}\` takes no value`;
    log.errorIn(fence, word, { rule: 'bad-attribute', message, hint: `write \`${name}\` alone` });
    return;
  }
  if (word.value === true) {
    needValue(fence, word, example, log);
    return;
  }
  const reading = reader(word.value);
  if ('value' in reading) {
    const before = values[name];
    values[name] = repeatable
      ? [...(Array.isArray(before) ? before : []), reading.value]
      : reading.value;
    return;
  }
  const found = word.value === '' ? 'nothing' : `\`${word.value}\``;
  const message = `\`${name}\` ${reading.complaint}, not ${found}`;
  log.errorIn(fence, word, { rule: 'bad-attribute', message });
}

function needValue(fence: Fence, word: InfoWord, example: string, log: ProblemLog): void {
  const message = `\`${word.name}\` needs a value`;
  log.errorIn(fence, word, { rule: 'bad-attribute', message, hint: `such as \`${example}\`` });
}

function refuseName(fence: Fence, word: InfoWord, log: ProblemLog): void {
  const { name } = word;
  const known = [...Object.keys(ATTRIBUTES), 'env.NAME'];
  let hint = suggest(nearestName(name, known));
  if (name === 'env') hint = 'write `env.NAME=value`';
  if (isRole(name)) hint = 'a block has one role, its second word';
  if (EXPECTATION_WORDS.includes(name)) hint = 'it belongs on an expectation, not on a step';
  const message = `unknown attribute \`${name}\``;
  const fix = hint?.startsWith('did you mean') ? mendName(fence, word) : undefined;
  log.errorIn(fence, word, { rule: 'unknown-attribute', message, hint, fix });
}

/** The word with the one name that is near, if that attribute is written in the same form. */
function mendName(fence: Fence, word: InfoWord): string | undefined {
  const name = onlyNearest(word.name, Object.keys(ATTRIBUTES));
  if (name === undefined || !isAttributeName(name)) return undefined;
  if ((ATTRIBUTES[name].value === 'flag') !== (word.value === true)) return undefined;
  const written = fence.info.slice(word.offset, word.offset + word.length);
  return name + written.slice(word.name.length);
}
