import { ATTRIBUTES, type AttributeName, isAttributeName } from './attributes.ts';
import type { StepDraft } from './draft.ts';
import {
  FILE_LANGUAGES,
  isDataLanguage,
  isHttpLanguage,
  runtimeOf,
  SHELL_LANGUAGES,
} from './languages.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import { listNames, type ProblemLog, suggest } from './problems.ts';
import { findWord } from './read-attributes.ts';

/** Attributes that cannot stand together, and why. */
const CONFLICTS: readonly (readonly [AttributeName, AttributeName, string])[] = [
  ['retry', 'within', '`within` repeats for a time, `retry` a number of times'],
  ['retry', 'background', 'a background step is started once'],
  ['stable', 'retry', '`retry` is content with one attempt that passes, `stable` wants several'],
  ['stable', 'background', 'a background step is started once; let a `health` step follow it'],
  ['capture', 'background', 'it prints as long as it runs; capture from a line of its `output`'],
  ['exit', 'background', 'a background step is stopped, so how it exits is no verdict'],
  [
    'secret',
    'background',
    'its log grows as long as it runs; hide what it prints with `mask` in the front matter',
  ],
  ['tty', 'background', 'what runs in the background has no terminal'],
  ['tty', 'retry', 'a person sits at it, and can try again there'],
  ['tty', 'within', 'a person sits at it, and can try again there'],
  ['tty', 'stable', 'a person sits at it, and can try again there'],
  ['tty', 'stdin', 'it reads from the terminal'],
  ['user', 'tty', 'the terminal is the one of who started the run; use `sudo` in the block'],
  ['capture', 'tty', 'what it prints goes to the terminal and is not recorded; write it to a file'],
];

/** Logs attributes that do not fit each other, the role or the language. */
export function checkAttributeRules(draft: StepDraft, log: ProblemLog): void {
  checkNeeds(draft, log);
  checkConflicts(draft, log);
  checkRole(draft, log);
  checkMax(draft, log);
  if (draft.role === 'manual') {
    checkManual(draft, log);
    return;
  }
  checkTty(draft, log);
  if (isHttpLanguage(draft.lang)) checkHttp(draft, log);
  else if (has(draft, 'file')) checkFile(draft, log);
  else if (has(draft, 'interpreter')) checkInterpreter(draft, log);
  else checkLanguage(draft, log);
}

/** What a person does can be in any language, but it is no process, no file and no request of ours. */
function checkManual(draft: StepDraft, log: ProblemLog): void {
  const hint = 'a person does it, and says when it is done';
  refuseWords(draft, (name) => !ATTRIBUTES[name].onManual, 'a `manual` step', hint, log);
  if (!isHttpLanguage(draft.lang)) return;
  const extent = { offset: 0, length: draft.lang.length };
  const message = 'an `http` block cannot be a `manual` step';
  const advice = 'the engine sends requests itself; for a person, write it as a `text` block';
  log.errorIn(draft.fence, extent, { rule: 'attribute-conflict', message, hint: advice });
}

/** Only a shell has a terminal to hand on, and only one that is used once. */
function checkTty(draft: StepDraft, log: ProblemLog): void {
  const word = findWord(draft.attributes, 'tty');
  if (word === null) return;
  const refuse = (message: string, hint: string): void =>
    log.errorIn(draft.fence, word, { rule: 'attribute-conflict', message, hint });
  if (draft.role === 'health')
    refuse('`tty` cannot stand on a `health` step', 'it is repeated; make it a `test` step');
  const { lang } = draft;
  if (SHELL_LANGUAGES.includes(lang) || isHttpLanguage(lang) || has(draft, 'file')) return;
  const hint = `start it from a \`bash\` block, which gets the terminal`;
  refuse(`\`tty\` has no meaning on a \`${lang}\` block`, hint);
}

/** A language that nothing runs is a mistake on every host; whether its interpreter is here is not. */
function checkLanguage({ lang, fence }: StepDraft, log: ProblemLog): void {
  const extent = { offset: 0, length: lang.length };
  if (isDataLanguage(lang)) {
    const message = `nothing runs a \`${lang}\` block`;
    const hint =
      'say which file it is with `file=PATH`, make it a `manual` step, or take the role out';
    log.errorIn(fence, extent, { rule: 'data-language', message, hint });
    return;
  }
  if (SHELL_LANGUAGES.includes(lang) || runtimeOf(lang) !== undefined) return;
  const known = [...SHELL_LANGUAGES, ...Object.keys(FILE_LANGUAGES)];
  const message = `no interpreter is known for \`${lang}\` blocks`;
  const near = nearLanguages(lang, known);
  const others = `a step is one of ${listNames(known)}; any other says what runs it: \`interpreter="CMD {file}"\``;
  const hint = suggest(nearestName(lang, near), others);
  const fix = onlyNearest(lang, near);
  log.errorIn(fence, extent, { rule: 'unknown-language', message, hint, fix });
}

/** Short names are near to many: `sql` and `sed` are no mistyped `sh`, which would run them. */
function nearLanguages(lang: string, known: readonly string[]): readonly string[] {
  if (lang.length >= 5) return known;
  return known.filter((name) => name.toLowerCase() === lang.toLowerCase());
}

/** With a command for it any language can run, but a shell block is no file. */
function checkInterpreter({ lang, fence, attributes }: StepDraft, log: ProblemLog): void {
  if (!SHELL_LANGUAGES.includes(lang)) return;
  const message = `\`interpreter\` has no meaning on a \`${lang}\` block`;
  const hint =
    "it runs in the document's one shell; with another word for the language, such as `zsh`, it runs as a file";
  const word = findWord(attributes, 'interpreter');
  log.errorIn(fence, word, { rule: 'attribute-conflict', message, hint });
}

function has(draft: StepDraft, name: AttributeName): boolean {
  return findWord(draft.attributes, name) !== null;
}

function checkNeeds(draft: StepDraft, log: ProblemLog): void {
  for (const { name, offset, length } of draft.attributes.words) {
    const needs = isAttributeName(name) ? (ATTRIBUTES[name].needs ?? []) : [];
    if (needs.length === 0 || needs.some((other) => has(draft, other))) continue;
    if (name === 'every' && draft.role === 'health' && !has(draft, 'retry')) continue;
    const examples = needs.map((other) => ATTRIBUTES[other].example);
    const message = `\`${name}\` needs ${listNames(needs)}`;
    const hint = `add ${listNames(examples)}`;
    log.errorIn(draft.fence, { offset, length }, { rule: 'missing-attribute', message, hint });
  }
}

function checkConflicts(draft: StepDraft, log: ProblemLog): void {
  for (const [name, other, reason] of CONFLICTS) {
    if (!has(draft, name) || !has(draft, other)) continue;
    const message = `\`${name}\` cannot stand together with \`${other}\``;
    const rule = 'attribute-conflict';
    log.errorIn(draft.fence, findWord(draft.attributes, name), { rule, message, hint: reason });
  }
}

function checkRole(draft: StepDraft, log: ProblemLog): void {
  const { role, fence, attributes } = draft;
  const refuse = (name: AttributeName, hint: string): void => {
    if (!has(draft, name)) return;
    const message = `\`${name}\` cannot stand on a \`${role}\` step`;
    log.errorIn(fence, findWord(attributes, name), { rule: 'attribute-conflict', message, hint });
  };
  if (role === 'require' && has(draft, 'file')) refuse('file', 'a prerequisite changes nothing');
  if (role === 'diagnose') {
    refuse('confirm', 'it only looks, and nobody need be asked');
    refuse('file', 'it only looks, and changes nothing');
  }
  if (role === 'diagnose' || role === 'rollback') {
    refuse('on-fail', 'it runs when something has failed already');
    refuse('tty', 'it has to run where nobody is there, too');
  }
  if (!has(draft, 'background')) return;
  if (role === 'diagnose' || role === 'rollback')
    refuse('background', 'nothing keeps running after it');
  if (role === 'require') refuse('background', 'a prerequisite is asked for and ends');
  if (role === 'cleanup') refuse('background', 'nothing keeps running after cleanup');
}

/** A verdict on the duration is none where the step is ended before it. */
function checkMax({ fence, attributes }: StepDraft, log: ProblemLog): void {
  const { max } = attributes.values;
  if (max === undefined) return;
  for (const name of ['timeout', 'within'] as const) {
    const limit = attributes.values[name];
    const word = findWord(attributes, 'max');
    if (limit === undefined || max < limit || word === null) continue;
    const { line, column } = fence.position;
    log.warnAt({ line, column: column + word.offset }, word.length, {
      rule: 'vacuous-expectation',
      message: `\`max\` cannot fail: \`${name}\` ends the step before it`,
      hint: `make it shorter than \`${name}\``,
    });
    return;
  }
}

function checkFile(draft: StepDraft, log: ProblemLog): void {
  const hint = 'nothing is executed for it; take one of the two out';
  refuseWords(draft, (name) => !ATTRIBUTES[name].onFile, 'a block that is a file', hint, log);
}

function checkHttp(draft: StepDraft, log: ProblemLog): void {
  const isRefused = (name: AttributeName): boolean => ATTRIBUTES[name].onHttp === false;
  const hint = has(draft, 'file')
    ? 'the block is a request; a file is written from a block of another language, such as `text`'
    : 'the engine sends the request itself, and starts no process for it';
  refuseWords(draft, isRefused, 'an `http` step', hint, log);
}

/** Refuses attributes that have no meaning on such a step; `env.NAME` never has. */
function refuseWords(
  { attributes, fence }: StepDraft,
  isRefused: (name: AttributeName) => boolean,
  what: string,
  hint: string,
  log: ProblemLog,
): void {
  for (const { name, offset, length } of attributes.words) {
    if (!(isAttributeName(name) ? isRefused(name) : name.startsWith('env.'))) continue;
    const message = `\`${name}\` has no meaning on ${what}`;
    log.errorIn(fence, { offset, length }, { rule: 'attribute-conflict', message, hint });
  }
}
