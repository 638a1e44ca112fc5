import type { Problem } from '../../document/problem.ts';
import { type ExpectationAttributes, type Origin, readAttributes } from '../attributes.ts';
import { findOriginReferences, listStreams, nameOrigin, openOrigin } from '../origin.ts';
import { createSink, type Span } from '../problems.ts';
import type { FenceNames } from '../text/capture-names.ts';
import type { CompileResult, ExpectationKind, ExpectationSource } from '../types.ts';
import { type ExpectedValue, evaluateValue, failToRead } from './evaluate-value.ts';
import { findLine, listLineStarts } from './line-starts.ts';
import { parseTemplate } from './parse-template.ts';
import type { ValueFormat } from './read-value.ts';
import { findVacuousValue } from './vacuous-value.ts';

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
  const sink = createSink(source.file, problems);
  const names: FenceNames = { captures: [], references: [] };
  const attributes = readAttributes(source, ['path', 'exact', 'from'], sink);
  const origin = attributes.from ?? source.origin ?? STDOUT;
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
    mayBeAbsent: attributes.path?.singular === true,
  });
  if (template === null || problems.length > 0) return { ok: false, problems };
  const { path, exact = false } = attributes;
  const value: ExpectedValue = { template, format, path, exact };
  return {
    ok: true,
    findings: findVacuousValue(source, value),
    expectation: {
      streams: listStreams(origin),
      summary: summarize(source.lang, origin, attributes),
      ...names,
      async evaluate(subject, scope) {
        const opened = await openOrigin(origin, subject, scope);
        if (opened.ok) return evaluateValue(value, opened.name, opened.view, scope);
        return failToRead(opened.name, opened.message);
      },
    },
  };
}

function summarize(lang: string, origin: Origin, { path }: Partial<ExpectationAttributes>): string {
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
