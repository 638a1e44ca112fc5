import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { InlineResult, Place } from '../helpers/run-inline.ts';
import { describeCases, EVERY_REPORT, parseTap, readReports } from '../report/kinds/reporting.ts';
import { one, test } from './suites.ts';

it('a suite has one report of each kind, with each document in it', async () => {
  const files = {
    'a.md': one('echo "in the log of a"'),
    'b.md': one('echo "in the log of b"; false'),
    'c.md': one('true', 'test: {skip: needs root}'),
    'd.md': one('true').replace('id=a', 'colour=red'),
    'e.md': '# Nothing\n',
  };
  const names = Object.keys(files);
  const { dir, exitCode, place } = await test(files, [...names, '--keep-going', ...EVERY_REPORT]);
  expect(exitCode).not.toBe(0);
  const reports = readReports(dir);
  expect(describeCases(reports.junit)).toEqual([
    'a: One (3): passed',
    'a: One (4): failure exited with 1',
    'a: One (6): skipped needs root',
    '(the run itself) (-): error it was refused before anything ran',
  ]);
  const { ok, points } = parseTap(reports.tap);
  expect(ok).toBe(false);
  expect(points.filter((point) => !point.startsWith(' '))).toEqual([
    'ok 1 a.md: One',
    'not ok 2 b.md: One',
    'ok 3 c.md: One # SKIP needs root',
    'not ok 4 d.md',
  ]);
  expect(reports.markdown.split('\n').filter((line) => /^\| .+md`/.test(line)).length).toBe(4);
  for (const report of [reports.html, (await again(place, dir)).stdout]) {
    expect(report.match(/<article /g)?.length).toBe(4);
    expect(report).toContain('4 documents');
    expect(report).toContain('in the log of b');
  }
});

function again(place: Place, dir: string): Promise<InlineResult> {
  const args = ['--merge', join(dir, 'out.jsonl'), '--html'];
  return test({}, args, { command: 'report', place });
}

it('what is wrong with a document that was refused is in the report', async () => {
  const files = { 'd.md': one('true').replace('id=a', 'colour=red') };
  const { dir } = await test(files, ['d.md', ...EVERY_REPORT]);
  expect(readFileSync(join(dir, 'out.html'), 'utf8')).toContain('colour');
  expect(readReports(dir).junit).toContain('colour');
});
