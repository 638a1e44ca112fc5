import type { Problem } from '../../document/problem.ts';
import { loadOnce } from '../../libraries/load-once.ts';
import { expandAtoms } from '../align/align.ts';
import {
  type ExpectationAttributeName,
  type ExpectationAttributes,
  findAttribute,
  type MatchMode,
  type Origin,
  readAttributes,
} from '../attributes.ts';
import { findOriginReferences, listStreams, nameOrigin, openOrigin } from '../origin.ts';
import { createSink, type ProblemSink } from '../problems.ts';
import type { FenceNames } from '../text/capture-names.ts';
import type { Reading } from '../text/normalize.ts';
import type {
  ComparedSource,
  CompileResult,
  ExpectationKind,
  ExpectationResult,
  ExpectationSource,
  OutputView,
  Scope,
} from '../types.ts';
import { bindFence } from './bind-lines.ts';
import { createRest, type LinePattern } from './line-pattern.ts';
import type { LinesPlan } from './lines-plan.ts';
import { parseLines } from './parse-lines.ts';
import { findVacuousLines } from './vacuous-lines.ts';
import { compileWhole, evaluateWhole, findVacuousWhole } from './whole-text.ts';

/** Reading a document needs none of it; the engine loads it ahead. */
const loadEvaluator = loadOnce(() => import('./evaluate-lines.ts'));

/** Languages of which `expect` means something else. */
const OTHER_LANGUAGES: ReadonlySet<string> = new Set(['json', 'yaml', 'yml', 'http']);
const TAKEN: readonly ExpectationAttributeName[] = ['match', 'ws', 'ansi', 'vary'];

/** `output`, `stdout`, `stderr` and `LANG expect`: a stream or a file line by line. */
export const linesKind: ExpectationKind = {
  name: 'lines',
  accepts: ({ kind, lang }) =>
    kind === 'expect' ? !OTHER_LANGUAGES.has(lang.toLowerCase()) : kind !== 'assert',
  compile: compileFence,
};

/** What is known about a fence before it is compared. */
interface Understood {
  readonly findings: readonly Problem[];
  evaluate(name: ComparedSource, view: OutputView, scope: Scope): Promise<ExpectationResult>;
}

function compileFence(source: ExpectationSource): CompileResult {
  const problems: Problem[] = [];
  const sink = createSink(source.file, problems);
  const names: FenceNames = { captures: [], references: [] };
  const taken = source.kind === 'expect' ? [...TAKEN, 'from' as const] : TAKEN;
  const attributes = readAttributes(source, taken, sink);
  const mode = attributes.match ?? 'lines';
  refuseTogether(source, attributes, mode, sink);
  const origin = attributes.from ?? source.origin ?? chooseStream(source);
  names.references.push(...findOriginReferences(origin, source));
  const understood =
    mode === 'regex'
      ? understandWhole(source, origin, readingOf(attributes, mode), names, sink)
      : understandLines(source, origin, { ...attributes, match: mode }, names, sink);
  if (understood === null || problems.length > 0) return { ok: false, problems };
  const lines = source.fence.body.split('\n').length - 1;
  return {
    ok: true,
    findings: understood.findings,
    expectation: {
      streams: listStreams(origin),
      summary: `${nameOrigin(origin)} (${lines} ${lines === 1 ? 'line' : 'lines'})`,
      ...names,
      async evaluate(subject, scope) {
        const opened = await openOrigin(origin, subject, scope);
        if (!opened.ok) return refuse(opened.name, opened.message);
        try {
          return await understood.evaluate(opened.name, opened.view, scope);
        } catch (error) {
          // Node's own errors have a code: a file that went away, a line longer than a string can be.
          if (!(error instanceof Error && 'code' in error)) throw error;
          return refuse(opened.name, `it cannot be read: ${error.message}`);
        }
      },
    },
  };
}

function chooseStream({ kind }: ExpectationSource): Origin {
  return { kind: 'stream', stream: kind === 'output' || kind === 'stderr' ? kind : 'stdout' };
}

/** A mismatch without lines. */
function refuse(stream: ComparedSource, note: string): ExpectationResult {
  return { ok: false, mismatch: { kind: 'lines', stream, rows: [], notes: [note] } };
}

function readingOf({ ansi }: Partial<ExpectationAttributes>, mode: MatchMode): Reading {
  const isExact = mode === 'exact';
  return { keepAnsi: isExact || ansi === 'keep', keepCarriageReturns: isExact };
}

/** What an exact comparison, or an expression, leaves no room for. */
function refuseTogether(
  source: ExpectationSource,
  attributes: Partial<ExpectationAttributes>,
  mode: MatchMode,
  sink: ProblemSink,
): void {
  const refused = mode === 'regex' ? (['ws', 'vary'] as const) : (['ws'] as const);
  if (mode !== 'regex' && mode !== 'exact') return;
  for (const name of refused) {
    if (attributes[name] === undefined) continue;
    const message = `\`${name}\` has no meaning with \`match=${mode}\``;
    sink.add('bad-attribute', findAttribute(source, name), message, 'take one of the two out');
  }
}

function understandWhole(
  source: ExpectationSource,
  origin: Origin,
  reading: Reading,
  names: FenceNames,
  sink: ProblemSink,
): Understood | null {
  const plan = compileWhole(source, origin, reading, names, sink);
  return (
    plan && {
      findings: findVacuousWhole(source, plan),
      evaluate: async (name, view, scope) => evaluateWhole(plan, name, view, scope),
    }
  );
}

function understandLines(
  source: ExpectationSource,
  origin: Origin,
  attributes: Partial<ExpectationAttributes> & { readonly match: LinesPlan['mode'] },
  names: FenceNames,
  sink: ProblemSink,
): Understood {
  const plan = planLines(source, origin, attributes, names, sink);
  return {
    findings: findVacuousLines(source, plan),
    evaluate: async (name, view, scope) => {
      const { evaluateLines } = await loadEvaluator();
      return evaluateLines(plan, name, view, scope);
    },
  };
}

/**
 * What a fence that compiles compares line by line; `null` for one that is not understood, or is
 * one expression for the whole text.
 */
export function readLinesPlan(source: ExpectationSource): LinesPlan | null {
  const problems: Problem[] = [];
  const sink = createSink(source.file, problems);
  const { match = 'lines', ...attributes } = readAttributes(source, [...TAKEN, 'from'], sink);
  if (match === 'regex') return null;
  const origin = attributes.from ?? source.origin ?? chooseStream(source);
  const names: FenceNames = { captures: [], references: [] };
  const plan = planLines(source, origin, { ...attributes, match }, names, sink);
  return problems.length > 0 ? null : plan;
}

function planLines(
  source: ExpectationSource,
  origin: Origin,
  attributes: Partial<ExpectationAttributes> & { readonly match: LinesPlan['mode'] },
  names: FenceNames,
  sink: ProblemSink,
): LinesPlan {
  const { match: mode, ws, vary = [] } = attributes;
  const bound = bindFence(parseLines(source, mode, sink), mode, names, sink);
  const never = bound.filter((pattern) => pattern.never);
  const patterns = surround(
    bound.filter((pattern) => !pattern.never),
    never.length > 0,
    mode,
    source,
  );
  return {
    origin,
    mode,
    reading: readingOf(attributes, mode),
    form: { collapse: ws === 'collapse', vary },
    patterns,
    atoms: expandAtoms(patterns.map((pattern) => pattern.quantifier)),
    never,
    body: source.fence.body,
  };
}

/** Adds what `match=contains`, and a fence of nothing but `(never)` lines, leave unsaid. */
function surround(
  patterns: readonly LinePattern[],
  hasNever: boolean,
  mode: MatchMode,
  { fence }: ExpectationSource,
): readonly LinePattern[] {
  if (patterns.length === 0 && hasNever) return [createRest(fence.line)];
  if (mode !== 'contains') return patterns;
  const end = patterns.at(-1)?.noEol ? [] : [createRest(fence.endLine)];
  return [createRest(fence.line), ...patterns, ...end];
}
