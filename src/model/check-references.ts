import { createLocator, findBodyPosition } from '../document/body-position.ts';
import type { InfoWord } from '../document/info-string.ts';
import type { MarkdownDocument, Position } from '../document/types.ts';
import type { DefinedCapture } from './captures.ts';
import type { StepDraft } from './draft.ts';
import { findRequestLine } from './http-request.ts';
import { isHttpLanguage } from './languages.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import { type ProblemLog, suggest } from './problems.ts';
import { findBadReferences, findReferences } from './references.ts';
import type { Expectation, RunbookConfig } from './types.ts';

const WITH_REFERENCES = /^(?:ready|cwd|file|stdin|confirm|env\..*)$/;

/** What references can stand for. */
export interface NameScope {
  readonly config: RunbookConfig;
  readonly captures: ReadonlyMap<string, DefinedCapture>;
  /** Names that other mistakes keep from being defined; `null` when they cannot be known. */
  readonly lostNames: readonly string[] | null;
}

/** A reference at its place in the document. */
interface Found {
  readonly name: string;
  /** As written: `${name}`, or `<<name>>` in an expectation. */
  readonly text: string;
  readonly position: Position;
}

/**
 * Logs every `${name}` that stands for nothing where it stands: no param, and no capture of a step
 * that ran before.
 *
 * @param drafts in the order in which they run
 * @returns the names that are used
 */
export function checkReferences(
  document: MarkdownDocument,
  drafts: readonly StepDraft[],
  { config, captures, lostNames }: NameScope,
  log: ProblemLog,
): ReadonlySet<string> {
  const params = config.params.flatMap(({ name, env }) => [name, env]);
  const known = new Set([...params, ...(lostNames ?? [])]);
  const used = new Set<string>();
  const check = ({ name, text, position }: Found): void => {
    used.add(name);
    if (known.has(name) || lostNames === null) return;
    const later = captures.get(name);
    const names = [...known, ...captures.keys()];
    const hint = later
      ? `it is captured ${later.draft.role === 'diagnose' ? 'for its own step alone' : 'only later'}, on line ${later.line}`
      : suggest(
          nearestName(name, names),
          `write \`\\${text.slice(0, 2)}\` for the characters themselves`,
        );
    const message = later
      ? `\`${text}\` has no value here`
      : `\`${text}\` stands for no param and no capture`;
    const meant = later ? undefined : onlyNearest(name, known);
    const fix = meant && text.replace(name, () => meant);
    log.errorAt(position, text.length, { rule: 'unknown-name', message, hint, fix });
  };
  for (const draft of drafts) {
    const before = new Set(known);
    for (const found of findInAttributes(draft, log)) check(found);
    for (const found of findInBody(document, draft, log)) check(found);
    for (const expectation of draft.expectations) {
      for (const found of findInExpectation(document, expectation)) check(found);
      for (const { name } of expectation.compiled.captures) known.add(name);
    }
    const { capture } = draft.attributes.values;
    if (capture !== undefined) known.add(capture);
    // What is found out about a failure is for that step alone.
    if (draft.role !== 'diagnose') continue;
    for (const name of known) if (!before.has(name)) known.delete(name);
  }
  return used;
}

function findInAttributes({ fence, attributes }: StepDraft, log: ProblemLog): readonly Found[] {
  const { line, column } = fence.position;
  return attributes.words.flatMap((word) => {
    if (word.value === true || !WITH_REFERENCES.test(word.name)) return [];
    const start = column + word.valueOffset;
    if (!isPattern(word)) {
      for (const { text, offset } of findBadReferences(word.value)) {
        refuseForm({ line, column: start + offset }, text, log);
      }
    }
    return findReferences(word.value).map(({ name, offset }) => ({
      name,
      text: `\${${name}}`,
      position: { line, column: start + offset },
    }));
  });
}

/** In a regular expression `${` can be the end of a line and a repetition. */
function isPattern(word: InfoWord): boolean {
  return word.name === 'ready' && word.value !== true && word.value.startsWith('log:');
}

/** In the body of a file block with `expand`, or in a request, of which the comments are left out. */
function findInBody(
  document: MarkdownDocument,
  { fence, lang, attributes: { values } }: StepDraft,
  log: ProblemLog,
): readonly Found[] {
  const isRequest = isHttpLanguage(lang) && values.file === undefined;
  if (!isRequest && !(values.file !== undefined && values.expand)) return [];
  const lines = fence.body.split('\n');
  const first = isRequest ? Math.max(0, findRequestLine(lines)) : 0;
  const body = lines.slice(first).join('\n');
  const split = createLocator(body);
  const locate = (offset: number): Position => {
    const { bodyLine, index } = split(offset);
    return findBodyPosition(document, fence, first + bodyLine, index);
  };
  for (const { text, offset } of findBadReferences(body)) {
    refuseForm(locate(offset), text, log);
  }
  return findReferences(body).map(({ name, offset }) => ({
    name,
    text: `\${${name}}`,
    position: locate(offset),
  }));
}

function findInExpectation(
  document: MarkdownDocument,
  { fence, compiled }: Expectation,
): readonly Found[] {
  if (compiled.references.length === 0) return [];
  const lines = fence.body.split('\n');
  return compiled.references.map(({ name, line, column }) => {
    const inInfo = { line, column };
    if (line === fence.position.line) return { name, text: `\${${name}}`, position: inInfo };
    const bodyLine = line - fence.line - 1;
    const isHole = lines[bodyLine]?.startsWith('<<', column - 1) ?? false;
    const position = findBodyPosition(document, fence, bodyLine, column - 1);
    return { name, text: isHole ? `<<${name}>>` : `\${${name}}`, position };
  });
}

function refuseForm(position: Position, text: string, log: ProblemLog): void {
  const message = `\`${text}\` is no reference`;
  const hint = `write \`\\\${\` for the characters themselves`;
  log.errorAt(position, text.length, { rule: 'bad-reference', message, hint });
}
