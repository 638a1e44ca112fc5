import { expect, it } from 'vitest';
import { parseMarkdown } from '../../src/document/parse.ts';

it.each([
  ['## 1. Install Dependencies', '1. Install Dependencies', '1-install-dependencies'],
  ["### Server Won't Start", "Server Won't Start", 'server-wont-start'],
  ['# `npm run` *and* **more**', 'npm run and more', 'npm-run-and-more'],
  ['# [Link](x.md) & ![picture](y.png)', 'Link &', 'link--'],
  ['# A_b -- c', 'A_b -- c', 'a_b----c'],
  ['# &amp; \\* x', '& * x', '--x'],
  ['# Ünïcode 日本', 'Ünïcode 日本', 'ünïcode-日本'],
  ['# <b>x</b> y #', 'x y', 'x-y'],
  ['Setext *one*\n===', 'Setext one', 'setext-one'],
  ['[ref] two\n---\n\n[ref]: x.md', 'ref two', 'ref-two'],
])('reads %j', (text, expected, slug) => {
  const { headings } = parseMarkdown(`${text}\n`, 'doc.md');
  expect(headings.map((heading) => [heading.text, heading.slug])).toEqual([[expected, slug]]);
});

it('numbers the anchors of repeated headings, those in quotes included', () => {
  const { headings } = parseMarkdown('# A\n\n> # A\n\n# A-1\n\n# A\n', 'doc.md');
  expect(headings.map(({ slug }) => slug)).toEqual(['a', 'a-1', 'a-1-1', 'a-2']);
});

it('knows what each heading stands under', () => {
  const { headings } = parseMarkdown('## A\n#### B\n### C\n# D\n## E\n', 'doc.md');
  expect(headings.map(({ text, parent }) => [text, parent?.text])).toEqual([
    ['A', undefined],
    ['B', 'A'],
    ['C', 'A'],
    ['D', undefined],
    ['E', 'D'],
  ]);
});

it('opens no section with a heading inside a quote or a list', () => {
  const { fences } = parseMarkdown('# A\n\n> ## B\n\n- # C\n\n```sh\n```\n', 'doc.md');
  expect(fences[0]?.heading?.text).toBe('A');
});
