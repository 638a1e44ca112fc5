import type { Problem } from '../../document/problem.ts';
import { expandAtoms } from '../align/align.ts';
import { readAttributes } from '../attributes.ts';
import { createSink, infoSpan, type ProblemSink, vacuousFinding } from '../problems.ts';
import { bindNames, type FenceNames, type SegmentSpan } from '../text/capture-names.ts';
import type { CompileResult, ExpectationKind, ExpectationSource, Stream } from '../types.ts';
import { evaluateLines } from './evaluate-lines.ts';
import type { LineMatcher, LinePattern } from './line-pattern.ts';
import { parseLines } from './parse-lines.ts';

/** `output`, `stdout` and `stderr`: a stream line by line. */
export const linesKind: ExpectationKind = {
  name: 'lines',
  accepts: ({ kind }) => kind === 'output' || kind === 'stdout' || kind === 'stderr',
  compile: compileLines,
};

function compileLines(source: ExpectationSource): CompileResult {
  const problems: Problem[] = [];
  const sink = createSink(source.file, problems);
  const names: FenceNames = { captures: [], references: [] };
  const { match = 'lines' } = readAttributes(source, ['match'], sink);
  if (match !== 'lines') {
    sink.add('not-supported-yet', infoSpan(source), `\`match=${match}\` is not supported yet`);
  }
  const patterns = parseLines(source, sink).map((pattern) => bindLine(pattern, names, sink));
  if (problems.length > 0) return { ok: false, problems };
  const stream: Stream =
    source.kind === 'stdout' || source.kind === 'stderr' ? source.kind : 'output';
  const plan = { stream, patterns, atoms: expandAtoms(patterns.map((p) => p.quantifier)) };
  return {
    ok: true,
    findings: findVacuous(source, patterns),
    expectation: {
      streams: [stream],
      summary: `${stream} (${patterns.length} ${patterns.length === 1 ? 'line' : 'lines'})`,
      ...names,
      evaluate: async (subject, scope) => evaluateLines(plan, subject[stream], scope),
    },
  };
}

function bindLine(pattern: LinePattern, names: FenceNames, sink: ProblemSink): LinePattern {
  const span: SegmentSpan = (index, length) => ({ line: pattern.line, column: index + 1, length });
  const known = names.captures.length;
  const matcher = bindMatcher(pattern.matcher, span, names, sink);
  const { min, max } = pattern.quantifier;
  const capture = names.captures[known];
  if (capture && (min !== 1 || max !== 1)) {
    sink.add(
      'bad-hole',
      { line: capture.line, column: capture.column, length: capture.name.length + 2 },
      `\`${capture.name}\` cannot be captured from a line that occurs any number of times`,
      'a capture needs a line that occurs once',
    );
  }
  return { ...pattern, matcher };
}

function bindMatcher(
  matcher: LineMatcher,
  span: SegmentSpan,
  names: FenceNames,
  sink: ProblemSink,
): LineMatcher {
  if (matcher.kind === 'text') {
    return { ...matcher, segments: bindNames(matcher.segments, span, names, sink) };
  }
  const references =
    matcher.kind === 're'
      ? matcher.regex.references
      : matcher.kind === 'glob'
        ? matcher.glob.filter((part) => part.kind === 'reference')
        : [];
  for (const { name, index } of references) {
    const { line, column } = span(index, name.length + 3);
    names.references.push({ name, line, column });
  }
  return matcher;
}

/** A fence fits any output when each of its lines can be left out and one takes every line. */
function findVacuous(source: ExpectationSource, patterns: readonly LinePattern[]): Problem[] {
  const takesAll = patterns.some(({ matcher, quantifier }) => {
    if (quantifier.max !== Number.POSITIVE_INFINITY) return false;
    if (matcher.kind !== 'text') return matcher.kind === 'any';
    const [only] = matcher.segments;
    const isHole = only?.kind === 'hole' && only.hole.type.name === 'any';
    return matcher.segments.length === 1 && isHole;
  });
  if (!takesAll || patterns.some(({ quantifier }) => quantifier.min > 0)) return [];
  return [vacuousFinding(source, infoSpan(source), 'this expectation holds for any output')];
}
