import type { Problem } from '../../document/problem.ts';
import { loadOnce } from '../../libraries/load-once.ts';
import { readAttributes } from '../attributes.ts';
import { createSink, infoSpan, vacuousFinding } from '../problems.ts';
import type { FenceNames } from '../text/capture-names.ts';
import type {
  CompileResult,
  ExpectationKind,
  ExpectationSource,
  StepNeed,
  Stream,
} from '../types.ts';
import type { Condition } from './conditions.ts';
import { parseConditions } from './parse-conditions.ts';

/** Reading a document needs none of it; the engine loads it ahead. */
const loadEvaluator = loadOnce(() => import('./evaluate-conditions.ts'));

/** `assert`: conditions on how a step ended and what it printed. */
export const assertKind: ExpectationKind = {
  name: 'assert',
  accepts: ({ kind }) => kind === 'assert',
  compile: compileAssert,
};

function compileAssert(source: ExpectationSource): CompileResult {
  const problems: Problem[] = [];
  const sink = createSink(source.file, problems);
  const names: FenceNames = { captures: [], references: [] };
  readAttributes(source, [], sink);
  const conditions = parseConditions(source, names, sink);
  const streams = listStreams(conditions);
  if (streams.includes('output') && streams.length > 1) {
    const message = '`output` is both streams in one pipe, it cannot stand with the others';
    sink.add('bad-condition', infoSpan(source), message);
  }
  if (problems.length > 0) return { ok: false, problems };
  const count = `${conditions.length} ${conditions.length === 1 ? 'condition' : 'conditions'}`;
  return {
    ok: true,
    findings: findVacuous(source, conditions),
    expectation: {
      streams,
      summary: `assert (${count})`,
      ...names,
      needs: listNeeds(conditions),
      async evaluate(subject, scope) {
        const { evaluateConditions } = await loadEvaluator();
        return evaluateConditions(conditions, subject, scope);
      },
    },
  };
}

/** An exit code is what not every step has, and a duration what nobody measures of a person. */
function listNeeds(conditions: readonly Condition[]): StepNeed[] {
  return conditions.flatMap(({ line, column, source, test }): StepNeed[] =>
    test.kind === 'exit' || test.kind === 'duration'
      ? [{ kind: test.kind, line, column, length: source.length }]
      : [],
  );
}

function listStreams(conditions: readonly Condition[]): Stream[] {
  const streams = conditions.flatMap(({ test }): Stream[] => {
    if (test.kind === 'json') return ['stdout'];
    return test.kind === 'stream' ? [test.stream] : [];
  });
  return [...new Set(streams)];
}

function findVacuous(source: ExpectationSource, conditions: readonly Condition[]): Problem[] {
  if (conditions.length === 0) {
    return [vacuousFinding(source, infoSpan(source), 'this fence has no condition')];
  }
  return conditions.filter(isVacuous).map(({ line, column, source: text, test }) => {
    const span = { line, column, length: text.length };
    const what = test.kind === 'file' ? 'file' : 'output';
    return vacuousFinding(source, span, `\`${text}\` holds for any ${what}`);
  });
}

function isVacuous({ test }: Condition): boolean {
  if (test.kind === 'duration') return test.comparator === '>=' && test.ms === 0;
  if ((test.kind !== 'stream' && test.kind !== 'file') || test.check.kind !== 'contains') {
    return false;
  }
  return !test.check.negated && test.check.text.length === 0;
}
