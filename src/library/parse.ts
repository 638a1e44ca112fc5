import { resolve } from 'node:path';
import { DocumentError } from '../document/problem.ts';
import { viewStep } from '../engine/step-view.ts';
import { loadRunbook } from '../model/load.ts';
import type { ParamSpec, Step } from '../model/types.ts';
import { findRunbook, keepRunbook, type PlacedModel } from './models.ts';
import { readCwd, readSource } from './read-source.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { DocumentSource, PlaceOptions, Runbook, RunbookParam, RunbookStep } from './types.ts';

/**
 * Understands a document. Nothing of it is executed.
 *
 * @example
 * ```ts
 * const runbook = parse({ path: 'deployment.md' });
 * for (const { id, role, line } of runbook.steps) console.log(line, role, id);
 * ```
 * @throws {@link DocumentError} with every mistake of the document, {@link UsageError} when there is no
 * document to be read.
 */
export function parse(source: DocumentSource, options: PlaceOptions = {}): Runbook {
  refuseUnknown('parse', options, { cwd: true });
  const cwd = readCwd(options);
  const { runbook, problems } = loadRunbook(readSource(source, cwd));
  if (runbook === null)
    throw new DocumentError(problems.filter(({ severity }) => severity === 'error'));
  const view = {
    file: runbook.document.file,
    title: runbook.title,
    steps: runbook.steps.map(viewRunbookStep),
    params: runbook.config.params.map(viewParam),
    scenarios: runbook.config.scenarios.map(({ name, sections }) => ({ name, sections })),
    warnings: problems,
  };
  return keepRunbook(view, { model: runbook, cwd });
}

/** A runbook, and what stands behind it. */
export interface OpenRunbook extends PlacedModel {
  readonly view: Runbook;
}

/**
 * A runbook, read where it is only a document yet.
 *
 * @throws as {@link parse} does.
 */
export function openRunbook(source: DocumentSource | Runbook, { cwd }: PlaceOptions): OpenRunbook {
  const known = findRunbook(source);
  if (known !== undefined) return { view: source as Runbook, ...place(known, cwd) };
  const view = parse(source as DocumentSource, cwd === undefined ? {} : { cwd });
  return { view, ...(findRunbook(view) as PlacedModel) };
}

/** With paths that start at another folder; the document's own stays what it was. */
function place(placed: PlacedModel, cwd: string | undefined): PlacedModel {
  const { model } = placed;
  const { document } = model;
  const path = resolve(placed.cwd, document.file);
  if (cwd === undefined) return placed;
  const elsewhere = resolve(cwd);
  if (resolve(elsewhere, document.file) === path) return { model, cwd: elsewhere };
  return { model: { ...model, document: { ...document, file: path } }, cwd: elsewhere };
}

function viewRunbookStep(step: Step): RunbookStep {
  const { code, fence, timeoutMs } = step;
  return { ...viewStep(step), code, endLine: fence.endLine, timeoutMs };
}

function viewParam(param: ParamSpec): RunbookParam {
  const { name, type, required, secret, env, line, values, description } = param;
  return {
    name,
    type,
    required,
    secret,
    env,
    line,
    ...(param.default === undefined ? {} : { default: param.default }),
    ...(values === undefined ? {} : { values }),
    ...(description === undefined ? {} : { description }),
  };
}
