import type { Fence, MarkdownDocument } from '../document/types.ts';
import type { TaggedFence } from './attach.ts';
import type { DefinedCapture } from './captures.ts';
import type { StepDraft } from './draft.ts';
import { isExpectationLanguage } from './expectation-tags.ts';
import { isHttpLanguage } from './languages.ts';
import { nearestName } from './nearest.ts';
import type { Complaint, ProblemLog } from './problems.ts';
import { isRole } from './roles.ts';

const EXPECTATION_LANGUAGES = ['output', 'stdout', 'stderr', 'assert'];

/** Logs fences that are never closed: they swallow what follows them, other steps included. */
export function checkClosed(fences: readonly TaggedFence[], log: ProblemLog): void {
  const last = fences.at(-1);
  for (const { fence, tag } of fences) {
    // At the top level nothing but the end of the document can come before the closing line.
    if (fence.container === null && fence !== last?.fence) continue;
    if (isClosed(fence)) continue;
    const hint = 'close it with the same marker, indented like the opening one';
    const message = 'this fence is never closed';
    const complaint: Complaint = { rule: 'unclosed-fence', message, hint };
    if (tag.kind === 'untagged' || tag.kind === 'inert') log.warnIn(fence, null, complaint);
    else log.errorIn(fence, null, complaint);
  }
}

/** A fence without its closing line has as many lines as its content has after the opening one. */
function isClosed({ body, line, endLine }: Fence): boolean {
  return endLine - line > countLines(body);
}

/** Without splitting: this is asked for every fence of a document. */
function countLines(body: string): number {
  let count = 0;
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) count += 1;
  return count;
}

/**
 * Logs what `check` advises: weak steps, and fences that look like a mistyped tag.
 *
 * @param checked the steps that have an expectation
 */
export function findWeaknesses(
  fences: readonly TaggedFence[],
  checked: ReadonlySet<StepDraft>,
  log: ProblemLog,
): void {
  const meantBy = new Map<string, string | undefined>();
  for (const { fence, tag, draft } of fences) {
    if (draft !== undefined) {
      if (!checked.has(draft)) checkWeak(draft, log);
      continue;
    }
    if (tag.kind !== 'untagged' || tag.lang === '') continue;
    if (isRole(tag.lang) && tag.lang === fence.info) {
      const message = `\`${tag.lang}\` is a role, and stands where the language does`;
      const hint = `to run the block, write the language first: \`bash ${tag.lang}\``;
      log.warnIn(fence, null, { rule: 'mistyped-tag', message, hint });
    } else if (!isExpectationLanguage(tag.lang)) {
      if (!meantBy.has(tag.lang)) meantBy.set(tag.lang, findMeant(tag.lang));
      const meant = meantBy.get(tag.lang);
      if (meant === undefined) continue;
      const message = `\`${tag.lang}\` looks like a mistyped \`${meant}\`, and checks nothing`;
      const extent = { offset: 0, length: tag.lang.length };
      const hint = `did you mean \`${meant}\`?`;
      log.warnIn(fence, extent, { rule: 'mistyped-tag', message, hint, fix: meant });
    }
  }
}

function findMeant(lang: string): string | undefined {
  return lang.length < 4 ? undefined : nearestName(lang, EXPECTATION_LANGUAGES);
}

function checkWeak({ fence, role, lang, attributes }: StepDraft, log: ProblemLog): void {
  const { file, max } = attributes.values;
  if ((role !== 'test' && role !== 'health') || file !== undefined || max !== undefined) return;
  const isHttp = isHttpLanguage(lang);
  const what = isHttp ? 'status' : 'exit code';
  const message = `nothing but the ${what} of this \`${role}\` step is checked`;
  const fences = isHttp ? '`http expect`' : '`output`, `json expect`';
  const hint = `let an ${fences} or \`assert\` fence follow it`;
  log.warnIn(fence, null, { rule: 'no-expectation', message, hint });
}

/**
 * Logs captures that no later step reads.
 *
 * @param drafts in the order in which they run
 * @param used names that attributes, files and expectations refer to
 */
export function findUnusedCaptures(
  document: MarkdownDocument,
  drafts: readonly StepDraft[],
  captures: ReadonlyMap<string, DefinedCapture>,
  used: ReadonlySet<string>,
  log: ProblemLog,
): void {
  if (captures.size === 0) return;
  const lastUse = new Map<string, number>();
  const order = new Map(drafts.map((draft, index) => [draft, index]));
  for (const [index, { fence, attributes }] of drafts.entries()) {
    const commands = `${fence.body}\n${attributes.values.if ?? ''}\n${attributes.values.unless ?? ''}`;
    for (const [word] of commands.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) lastUse.set(word, index);
  }
  for (const { name, line, column, draft, by } of captures.values()) {
    if (used.has(name) || (lastUse.get(name) ?? -1) > (order.get(draft) ?? -1)) continue;
    const isHole = document.lines[line - 1]?.startsWith(`<<${name}:`, column - 1) === true;
    log.warnAt({ line, column }, name.length + (isHole ? 2 : 0), {
      rule: 'unused-capture',
      message: `the capture \`${name}\` is never used`,
      hint: by === 'hole' ? 'leave its name out: `<<:type>>`' : `take \`capture=${name}\` out`,
      fix: isHole ? '<<' : undefined,
    });
  }
}
