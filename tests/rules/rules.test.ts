import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../src/plan/find-program.ts';
import { describeRules } from '../../src/rules/reference.ts';
import { RULES, type RuleId } from '../../src/rules/registry.ts';
import { checkText } from '../check/check-text.ts';
import { ROOT } from '../helpers/paths.ts';

/** Rules whose examples depend on what is installed, or are no text, and are tested elsewhere. */
const ELSEWHERE: readonly string[] = ['missing-interpreter', 'not-text', 'shellcheck'];

const rules = Object.entries(RULES).filter(([id]) => !ELSEWHERE.includes(id));

describe('the examples of the rules', () => {
  it.each(rules)('%s: the wrong one breaks it, with a severity that it names', async (id, rule) => {
    const { problems } = await checkText(rule.wrong, { external: true });
    const found = problems.find((problem) => problem.rule === id);
    expect(found, JSON.stringify(problems)).toBeDefined();
    expect(rule.severities).toContain(found?.severity);
  });

  it.each(rules)('%s: the right one breaks no rule', async (_, rule) => {
    const { problems } = await checkText(rule.right);
    expect(problems.filter(({ rule: other }) => other !== 'shellcheck')).toEqual([]);
  });

  it.each(rules)('%s: `--fix` is promised where there is one', async (id, rule) => {
    const { problems } = await checkText(rule.wrong);
    const fixes = problems.filter((problem) => problem.rule === id && problem.fix !== undefined);
    if (fixes.length > 0) expect(rule.fix).toBeDefined();
  });
});

it('docs/rules.md is what `node scripts/generate-docs.js` writes', () => {
  expect(readFileSync(join(ROOT, 'docs/rules.md'), 'utf8')).toBe(describeRules());
});

it('names every rule in kebab-case', () => {
  const ids: readonly RuleId[] = Object.keys(RULES) as RuleId[];
  for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/);
});

it('shellcheck: the wrong example breaks it where ShellCheck is, and the right one nowhere', async () => {
  const isInstalled = findProgram('shellcheck', process.env['PATH'], ROOT) !== null;
  const [wrong, right] = await Promise.all([
    checkText(RULES.shellcheck.wrong),
    checkText(RULES.shellcheck.right),
  ]);
  expect(wrong.problems.some(({ rule }) => rule === 'shellcheck')).toBe(isInstalled);
  expect(right.problems).toEqual([]);
});
