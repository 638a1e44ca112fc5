import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBlockCollector } from '../../src/document/block-collector.ts';
import { readInlineText } from '../../src/document/find-links.ts';
import type { MarkdownEnv } from '../../src/document/markdown.ts';
import { collectRegion, parseRegion } from '../../src/document/read-region.ts';
import { scanBlocks } from '../../src/document/scan-blocks.ts';
import { indexLines, type SourceLines } from '../../src/document/source-lines.ts';

type Read = (text: string) => unknown;

/** What is found, with the content of every text spelled out and ends of prose without blanks. */
function describeBlocks(
  source: string,
  fill: (
    lines: SourceLines,
    collector: ReturnType<typeof createBlockCollector>,
    env: MarkdownEnv,
  ) => void,
): unknown {
  const lines = source.split('\n');
  const index = indexLines(source);
  const env: MarkdownEnv = {};
  const collector = createBlockCollector(index);
  fill(index, collector, env);
  const { headings, fences, definitions, readProse, readTexts } = collector.finish(env);
  return {
    headings: headings.map(({ parent, ...heading }) => ({ ...heading, parent: parent?.line })),
    fences: fences.map(({ heading, ...fence }) => ({ ...fence, heading: heading?.line })),
    prose: readProse().map(({ line, endLine, heading }) => [
      line,
      lines
        .slice(line - 1, endLine)
        .join('\n')
        .trimEnd(),
      heading?.line,
    ]),
    texts: readTexts().map((text) => [
      text.kind,
      text.line,
      readInlineText(lines, text).replace(/^[ \t\n]+|[ \t\n]+$/g, ''),
    ]),
    definitions: [...definitions],
  };
}

const scanned: Read = (text) =>
  describeBlocks(text, (lines, collector, env) => scanBlocks(lines, 0, collector, env));
const whole: Read = (text) =>
  describeBlocks(text, (lines, collector, env) =>
    collectRegion(parseRegion(lines.slice(0, lines.count), env), 0, collector),
  );

it.each([
  ['a fence that a list leaves', '- a\n\n ```\nb\n\nc\n ```\n\nd\n'],
  ['an HTML comment with blank lines', '<!--\n\n```sh\n```\n\n-->\n\n# A\n'],
  ['a fence that is never closed', 'a\n\n  ~~~\n\nb\n\nc\n\nd\n\ne\n'],
  ['a setext heading', 'a\nb\n===\n\nc\n---\n'],
  ['a table', 'a | b\n--|--\n[x](y) | d\n\ne\n'],
  ['a lazy continuation', '> a\nb\n\nc\n'],
  ['a heading that ends a paragraph', 'a\n# b #\n## \n####### c\n#d\n'],
  ['definitions between paragraphs', '[a]: b\n[c]: <d e>\n\n[f][a]\n'],
  ['emphasis at the margin', '*a*\n\n**b**\n\n* * *\n\n* c\n\n___\n\n_d_\n'],
  ['a paragraph that a list interrupts', 'a\n1. b\n\n2. c\n\nd\n- e\n'],
  ['backticks that open nothing', '```a`b\nc\n\n``` x\n````\n'],
])('%s is read as markdown-it reads it', (_, text) => {
  expect(scanned(text)).toEqual(whole(text));
});

it('reads any document as markdown-it does for the whole of it', () => {
  const pieces = fc.constantFrom(
    ...[
      'a',
      'b c',
      '# ',
      '## x',
      ' #',
      '- ',
      '* ',
      '1. ',
      '12) ',
      '> ',
      '  ',
      '    ',
      '\t',
      '```',
      '~~~',
    ],
    ...[
      '````',
      '`x`',
      '*',
      '**',
      '_',
      '---',
      '===',
      '|',
      ':-',
      '[a]: b',
      '[a][b]',
      '[a](b)',
      '<!--',
      '-->',
    ],
    ...[
      '<div>',
      '</div>',
      '<a id="x">',
      '<pre>',
      '</pre>',
      '&amp;',
      '\\',
      'é',
      '\u00A0',
      '\u0000',
      '\f',
      '+',
      '=',
    ],
    ...['\n', '\n', '\n', '\n\n', '\n\n', '\n\n', '- a\n', '> b c\n', '1. `d`\n', '  e\n'],
  );
  const texts = fc.array(pieces, { maxLength: 50 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      expect(scanned(text)).toEqual(whole(text));
    }),
    { seed: 7, numRuns: 3_000 },
  );
});
