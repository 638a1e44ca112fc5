import type { Problem } from '../../document/problem.ts';
import { loadOnce } from '../../libraries/load-once.ts';
import { type Origin, readAttributes } from '../attributes.ts';
import { findOriginReferences, listStreams, nameOrigin, openOrigin } from '../origin.ts';
import { createSink, type ProblemSink, type Span } from '../problems.ts';
import type { FenceNames } from '../text/capture-names.ts';
import type { CompileResult, ExpectationKind, ExpectationSource } from '../types.ts';
import type { ExpectedValue } from './evaluate-value.ts';
import { findLine, listLineStarts } from './line-starts.ts';
import { parseTemplate } from './parse-template.ts';
import type { ValueFormat } from './read-value.ts';
import { findVacuousValue } from './vacuous-value.ts';

/** Reading a document needs none of it; the engine loads it ahead. */
const loadEvaluator = loadOnce(() => import('./evaluate-value.ts'));

/** `json expect` and `yaml expect`: a value, of which the fence is a part. */
export const jsonKind: ExpectationKind = {
  name: 'json',
  accepts: ({ kind, lang }) => kind === 'expect' && FORMATS.has(lang.toLowerCase()),
  compile: compileJson,
};

const STDOUT: Origin = { kind: 'stream', stream: 'stdout' };

const FORMATS: ReadonlyMap<string, ValueFormat> = new Map([
  ['json', 'JSON'],
  ['yaml', 'YAML'],
  ['yml', 'YAML'],
]);

function compileJson(source: ExpectationSource): CompileResult {
  const problems: Problem[] = [];
  const names: FenceNames = { captures: [], references: [] };
  const plan = planValue(source, names, createSink(source.file, problems));
  if (plan === null || problems.length > 0) return { ok: false, problems };
  const { origin, value } = plan;
  return {
    ok: true,
    findings: findVacuousValue(source, value),
    expectation: {
      streams: listStreams(origin),
      summary: summarize(source.lang, origin, value),
      ...names,
      async evaluate(subject, scope) {
        const { evaluateValue, failToRead } = await loadEvaluator();
        const opened = await openOrigin(origin, subject, scope);
        if (opened.ok) return evaluateValue(value, opened.name, opened.view, scope);
        return failToRead(opened.name, opened.message);
      },
    },
  };
}

/** What a fence compares, and with what. */
export interface ValuePlan {
  readonly origin: Origin;
  readonly value: ExpectedValue;
}

/** What a fence that compiles compares; `null` for one that is not understood. */
export function readValuePlan(source: ExpectationSource): ValuePlan | null {
  const problems: Problem[] = [];
  const names: FenceNames = { captures: [], references: [] };
  const plan = planValue(source, names, createSink(source.file, problems));
  return problems.length > 0 ? null : plan;
}

function planValue(
  source: ExpectationSource,
  names: FenceNames,
  sink: ProblemSink,
): ValuePlan | null {
  const { path, exact = false, from } = readAttributes(source, ['path', 'exact', 'from'], sink);
  const origin = from ?? source.origin ?? STDOUT;
  names.references.push(...findOriginReferences(origin, source));
  const format = FORMATS.get(source.lang.toLowerCase()) ?? 'JSON';
  const { types, fence } = source;
  const template = parseTemplate({
    text: fence.body,
    format,
    span: createSpan(source),
    names,
    sink,
    types,
    mayBeAbsent: path?.singular === true,
  });
  return template && { origin, value: { template, format, path, exact } };
}

function summarize(lang: string, origin: Origin, { path }: ExpectedValue): string {
  const isUsual = origin.kind === 'stream' && origin.stream === 'stdout';
  const subject = isUsual ? '' : ` of ${nameOrigin(origin)}`;
  return `${lang} expect${subject}${path === undefined ? '' : ` at ${path.source}`}`;
}

/** The document's places of the body's offsets. */
function createSpan({ fence }: ExpectationSource): (offset: number, length: number) => Span {
  let starts: readonly number[] | null = null;
  return (offset, length) => {
    starts ??= listLineStarts(fence.body);
    const index = findLine(starts, offset);
    return { line: fence.line + index + 1, column: offset - (starts[index] ?? 0) + 1, length };
  };
}
