import { type ReadValue, readValue } from '../json/read-value.ts';
import type { ExitStatus, ExpectationResult, FailedCondition, Scope, Subject } from '../types.ts';
import { checkHost } from './check-host.ts';
import { checkJson } from './check-json.ts';
import { checkStream } from './check-stream.ts';
import { type Condition, type ConditionTest, compares } from './conditions.ts';

/** Holds every condition against what a step left behind; all that fail are reported. */
export async function evaluateConditions(
  conditions: readonly Condition[],
  subject: Subject,
  scope: Scope,
): Promise<ExpectationResult> {
  let json: ReadValue | null = null;
  const readJson = () => {
    json ??= readValue(subject.stdout, 'JSON');
    return json;
  };
  const failed: FailedCondition[] = [];
  for (const { line, source, test } of conditions) {
    const actual = await checkCondition(test, subject, scope, readJson);
    if (actual !== null) failed.push({ documentLine: line, condition: source, actual });
  }
  if (failed.length === 0) return { ok: true, captures: new Map() };
  return { ok: false, mismatch: { kind: 'assert', conditions: failed } };
}

/** `null` when it holds, otherwise what was found instead. */
function checkCondition(
  test: ConditionTest,
  subject: Subject,
  scope: Scope,
  readJson: () => ReadValue,
): string | null | Promise<string | null> {
  switch (test.kind) {
    case 'exit':
      return holdsExit(test, subject.exit) ? null : showExit(subject.exit);
    case 'duration':
      return compares(test.comparator, subject.durationMs - test.ms)
        ? null
        : `it took ${showDuration(subject.durationMs)}`;
    case 'stream':
      return checkStream(test.stream, test.check, subject[test.stream], scope);
    case 'json': {
      const read = readJson();
      if (!read.ok) return `stdout ${read.message}`;
      return checkJson(test.path, test.check, read.node, scope);
    }
    case 'file':
    case 'port':
    case 'http':
      return checkHost(test, subject.surroundings, scope);
  }
}

/** A process that a signal ended has no exit code: it differs from every code. */
function holdsExit(test: Extract<ConditionTest, { kind: 'exit' }>, exit: ExitStatus): boolean {
  if (exit.code === undefined) return test.comparator === '!=';
  return compares(test.comparator, exit.code - test.code);
}

function showExit(exit: ExitStatus): string {
  return exit.code === undefined ? `ended by signal ${exit.signal}` : `exit code ${exit.code}`;
}

function showDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)}ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)}s`;
}
