import { expect, it } from 'vitest';
import { ReportFailures } from '../../src/cli/report-failures.ts';
import { createPaint } from '../../src/report/paint.ts';
import { ReportError } from '../../src/report/report-error.ts';

it.each([
  [0, 5],
  [3, 5],
  [4, 5],
  [1, 1],
  [5, 5],
  [129, 129],
  [130, 130],
  [143, 143],
])('a run that ends with %i ends with %i when a report is not whole', (before, after) => {
  const said: string[] = [];
  const failures = new ReportFailures({
    complain: (text) => said.push(text),
    errorPaint: createPaint(false),
  });
  expect(failures.settle(before)).toBe(before);
  expect(said).toEqual([]);
  failures.add(new ReportError("jsonl=/a b's.jsonl", new Error('ENOSPC: no space left on device')));
  expect(failures.settle(before, '7f3k')).toBe(after);
  expect(said.join('')).toMatchInlineSnapshot(`
    "error --report jsonl=/a b's.jsonl: the report is not whole: ENOSPC: no space left on device
      hint see to it that the file can be written, then write it again: \`runbook report 7f3k --report 'jsonl=/a b'\\''s.jsonl'\`
    "
  `);
});
