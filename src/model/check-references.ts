import { findBodyPosition, splitOffset } from '../document/body-position.ts';
import type { InfoWord } from '../document/info-string.ts';
import type { MarkdownDocument, Position } from '../document/types.ts';
import type { DefinedCapture } from './captures.ts';
import type { StepDraft } from './draft.ts';
import { nearestName } from './nearest.ts';
import { type ProblemLog, suggest } from './problems.ts';
import { findBadReferences, findReferences } from './references.ts';
import type { RunbookConfig } from './types.ts';

const WITH_REFERENCES = /^(?:ready|cwd|file|stdin|env\..*)$/;

/** A reference at its place in the document. */
interface Found {
  readonly name: string;
  readonly position: Position;
  readonly length: number;
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
  config: RunbookConfig,
  captures: ReadonlyMap<string, DefinedCapture>,
  log: ProblemLog,
): ReadonlySet<string> {
  const known = new Set(config.params.flatMap(({ name, env }) => [name, env]));
  const used = new Set<string>();
  const check = ({ name, position, length }: Found): void => {
    used.add(name);
    if (known.has(name)) return;
    const later = captures.get(name);
    const names = [...known, ...captures.keys()];
    const hint = later
      ? `it is captured only later, on line ${later.line}`
      : suggest(nearestName(name, names), 'write `\\${` for the characters themselves');
    const message = later
      ? `\`\${${name}}\` has no value here`
      : `\`\${${name}}\` stands for no param and no capture`;
    log.errorAt(position, length, { rule: 'unknown-name', message, hint });
  };
  for (const draft of drafts) {
    for (const found of findInAttributes(draft, log)) check(found);
    for (const found of findInFile(document, draft, log)) check(found);
    for (const { compiled } of draft.expectations) {
      for (const { name, line, column } of compiled.references) {
        check({ name, position: { line, column }, length: name.length });
      }
      for (const { name } of compiled.captures) known.add(name);
    }
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
    return findReferences(word.value).map(({ name, offset, length }) => ({
      name,
      position: { line, column: start + offset },
      length,
    }));
  });
}

/** In a regular expression `${` can be the end of a line and a repetition. */
function isPattern(word: InfoWord): boolean {
  return word.name === 'ready' && word.value !== true && word.value.startsWith('log:');
}

function findInFile(
  document: MarkdownDocument,
  { fence, attributes }: StepDraft,
  log: ProblemLog,
): readonly Found[] {
  if (attributes.values.file === undefined || !attributes.values.expand) return [];
  const locate = (offset: number): Position => {
    const { bodyLine, index } = splitOffset(fence.body, offset);
    return findBodyPosition(document, fence, bodyLine, index);
  };
  for (const { text, offset } of findBadReferences(fence.body)) {
    refuseForm(locate(offset), text, log);
  }
  return findReferences(fence.body).map(({ name, offset, length }) => ({
    name,
    position: locate(offset),
    length,
  }));
}

function refuseForm(position: Position, text: string, log: ProblemLog): void {
  const message = `\`${text}\` is no reference`;
  const hint = `write \`\\\${\` for the characters themselves`;
  log.errorAt(position, text.length, { rule: 'bad-reference', message, hint });
}
