import { basename } from 'node:path';
import type { Problem } from '../document/problem.ts';
import type { MarkdownDocument } from '../document/types.ts';
import { attachExpectations, type TaggedFence } from './attach.ts';
import { checkAttributeRules } from './attribute-rules.ts';
import { buildStep } from './build-step.ts';
import { defineCaptures } from './captures.ts';
import { checkExpectFail, checkStops } from './check-ids.ts';
import { checkOnFail } from './check-on-fail.ts';
import { checkReferences, type NameScope } from './check-references.ts';
import { buildConfig } from './config.ts';
import type { StepDraft } from './draft.ts';
import { compileExpectations } from './expectations.ts';
import { checkFileBlock } from './file-block.ts';
import { checkClosed, findUnusedCaptures, findWeaknesses } from './findings.ts';
import { readFrontMatter } from './front-matter.ts';
import { checkHttpRequest } from './http-request.ts';
import { assignIds } from './ids.ts';
import { createProblemLog, type ProblemLog, sortProblems } from './problems.ts';
import { readAttributes } from './read-attributes.ts';
import { orderForRun } from './run-order.ts';
import { readTag } from './tags.ts';
import type { Coverage, Runbook, RunbookConfig, Step } from './types.ts';

/** A document understood, or all that keeps it from being understood. */
export interface LoadResult {
  /** `null` when any of the problems is an error. */
  readonly runbook: Runbook | null;
  /** Every error and finding of the document, in its order. */
  readonly problems: readonly Problem[];
  /** Every fence with what it declares itself to be, whether the document is valid or not. */
  readonly fences: readonly TaggedFence[];
  /** The steps as far as they could be read; those of the runbook when there is one. */
  readonly steps: readonly Step[];
  /** The settings as far as they could be read. */
  readonly config: RunbookConfig;
  /** Of the fences that could be understood. */
  readonly coverage: Coverage;
}

/** Makes a runbook of a Markdown document. Never throws for what the document says. */
export function loadRunbook(document: MarkdownDocument): LoadResult {
  const log = createProblemLog(document.file);
  const frontMatter = readFrontMatter(document, log);
  const config = buildConfig(document, frontMatter, log);
  const fences = tagFences(document, log);
  const drafts = fences.flatMap(({ draft }) => draft ?? []);
  const { checked, lost } = attach(document, fences, config, log);
  for (const draft of drafts) {
    checkAttributeRules(draft, log);
    checkFileBlock(document, draft, config, log);
    checkHttpRequest(document, draft, log);
  }
  checkStops(drafts, log);
  checkExpectFail(frontMatter, drafts, log);
  checkOnFail(document, drafts, log);
  const lostNames = frontMatter.lostNames && [...frontMatter.lostNames, ...lost];
  checkNames(document, orderForRun(drafts), { config, lostNames }, log);
  checkClosed(fences, log);
  findWeaknesses(fences, new Set(checked), log);
  const problems = sortProblems(log.problems);
  const steps = drafts.map((draft) => buildStep(draft, config));
  const coverage = countFences(fences, checked.length);
  const known = { problems, fences, steps, config, coverage };
  if (problems.some(({ severity }) => severity === 'error')) return { runbook: null, ...known };
  const title = frontMatter.title?.trim() || findTitle(document);
  return { runbook: { document, title, config, steps, coverage }, ...known };
}

function tagFences(document: MarkdownDocument, log: ProblemLog): readonly TaggedFence[] {
  const tagged = document.fences.map((fence) => ({ fence, tag: readTag(fence, log) }));
  const read = tagged.flatMap(({ fence, tag }) =>
    tag.kind === 'step' ? [{ fence, tag, attributes: readAttributes(fence, tag.words, log) }] : [],
  );
  const ids = assignIds(read, log);
  const drafts = new Map(
    read.map(({ fence, tag, attributes }, index): [typeof fence, StepDraft] => {
      const { role, lang } = tag;
      return [fence, { fence, role, lang, id: ids[index] ?? '', attributes, expectations: [] }];
    }),
  );
  return tagged.map(({ fence, tag }) => {
    const draft = drafts.get(fence);
    return draft ? { fence, tag, draft } : { fence, tag };
  });
}

interface Attached {
  /** The step of each expectation that has one, whether it could be compiled or not. */
  readonly checked: readonly StepDraft[];
  /** Names that expectations would have captured if they could be compiled. */
  readonly lost: readonly string[];
}

/** Gives the expectations to their steps; in a document without steps they are prose. */
function attach(
  document: MarkdownDocument,
  fences: readonly TaggedFence[],
  config: RunbookConfig,
  log: ProblemLog,
): Attached {
  const isStep = ({ tag }: TaggedFence): boolean => tag.kind === 'step' || tag.kind === 'refused';
  if (!fences.some(isStep)) return { checked: [], lost: [] };
  const attachments = attachExpectations(fences, log);
  const lost = compileExpectations(document, fences, attachments, config, log);
  const all = [...attachments.values()];
  return { checked: all.flatMap((to) => (to.kind === 'step' ? to.draft : [])), lost };
}

function countFences(fences: readonly TaggedFence[], expectations: number): Coverage {
  return {
    fences: fences.length,
    run: fences.filter(({ draft }) => draft !== undefined).length + expectations,
    inert: fences.filter(({ tag }) => tag.kind === 'inert').length,
  };
}

function checkNames(
  document: MarkdownDocument,
  inRunOrder: readonly StepDraft[],
  scope: Omit<NameScope, 'captures'>,
  log: ProblemLog,
): void {
  const captures = defineCaptures(document, inRunOrder, scope.config, log);
  const used = checkReferences(document, inRunOrder, { ...scope, captures }, log);
  findUnusedCaptures(document, inRunOrder, captures, used, log);
}

function findTitle(document: MarkdownDocument): string {
  const heading = document.headings.find(({ level, text }) => level === 1 && text !== '');
  return heading?.text ?? basename(document.file);
}
