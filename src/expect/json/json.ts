import type { Problem } from '../../document/problem.ts';
import { readAttributes } from '../attributes.ts';
import { createSink, infoSpan, type Span, vacuousFinding } from '../problems.ts';
import type { FenceNames } from '../text/capture-names.ts';
import { readLines } from '../text/normalize.ts';
import type {
  CompileResult,
  ExpectationKind,
  ExpectationResult,
  ExpectationSource,
  OutputView,
  Scope,
} from '../types.ts';
import { compareJson, type JsonComparison } from './json-compare.ts';
import { searchJson } from './json-search.ts';
import { readJsonStream } from './json-stream.ts';
import type { JsonTemplate } from './json-template.ts';
import { showJson } from './json-values.ts';
import { parseJsonTemplate } from './parse-json-template.ts';

/** `json expect`: the value on stdout, of which the fence is a part. */
export const jsonKind: ExpectationKind = {
  name: 'json',
  accepts: ({ kind, lang }) => kind === 'expect' && lang === 'json',
  compile: compileJson,
};

const EXCERPT_LENGTH = 500;

function compileJson(source: ExpectationSource): CompileResult {
  const problems: Problem[] = [];
  const sink = createSink(source.file, problems);
  const names: FenceNames = { captures: [], references: [] };
  readAttributes(source, [], sink);
  const template = parseJsonTemplate(source.fence.body, createSpan(source), names, sink);
  if (template === null || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    findings: findVacuous(source, template),
    expectation: {
      streams: ['stdout'],
      summary: 'json expect',
      ...names,
      evaluate: async ({ stdout }, scope) => evaluateJson(template, stdout, scope),
    },
  };
}

/** The document's places of the body's offsets. */
function createSpan({ fence }: ExpectationSource): (offset: number, length: number) => Span {
  return (offset, length) => {
    const before = fence.body.slice(0, offset).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { line: fence.line + before.length, column, length };
  };
}

function findVacuous(source: ExpectationSource, template: JsonTemplate): Problem[] {
  if (template.kind !== 'hole' || template.hole.type.name !== 'any') return [];
  if (template.hole.name !== undefined || template.hole.source === '<<...>>') return [];
  return [vacuousFinding(source, infoSpan(source), 'this expectation holds for any JSON')];
}

function evaluateJson(template: JsonTemplate, stdout: OutputView, scope: Scope): ExpectationResult {
  const read = readJsonStream(stdout);
  const common = { kind: 'json', stream: 'stdout' } as const;
  if (!read.ok) {
    const excerpt = readExcerpt(stdout);
    return {
      ok: false,
      mismatch: { ...common, syntaxError: read.message, differences: [], excerpt },
    };
  }
  const { node, text } = read;
  const comparison: JsonComparison = {
    scope,
    bindings: new Map(),
    show: (value) => showJson(value, text),
    differences: [],
  };
  compareJson(template, node, '$', comparison);
  const { bindings, differences } = comparison;
  if (differences.length === 0) return { ok: true, captures: bindings };
  const captures = repeatsCapture(template) ? searchJson(template, node, scope) : null;
  if (captures) return { ok: true, captures };
  return { ok: false, mismatch: { ...common, differences, excerpt: readExcerpt(stdout) } };
}

function readExcerpt(view: OutputView): string {
  let text = '';
  readLines(view, (line, index) => {
    text += `${index === 0 ? '' : '\n'}${line.slice(0, EXCERPT_LENGTH + 1)}`;
    return text.length <= EXCERPT_LENGTH;
  });
  return text.length <= EXCERPT_LENGTH ? text : `${text.slice(0, EXCERPT_LENGTH)}…`;
}

/** Whether a captured name stands again, so that another way to fit may be the right one. */
function repeatsCapture(template: JsonTemplate): boolean {
  switch (template.kind) {
    case 'object':
      return template.entries.some(({ value }) => repeatsCapture(value));
    case 'array':
      return template.elements.some((e) => e.kind !== 'rest' && repeatsCapture(e));
    case 'back':
      return template.internal;
    case 'text':
      return template.segments.some((s) => s.kind === 'back' && s.internal);
    default:
      return false;
  }
}
