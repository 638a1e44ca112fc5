import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { findLinks } from '../../src/document/find-links.ts';
import { parseMarkdown } from '../../src/document/parse.ts';
import { checkText } from './check-text.ts';

const files = {
  'other.md': '# Other one\n\n<a id="mark"></a>\n\n## Same\n\n## Same\n',
  'docs/deep.md': '# Deep\n',
  'run.sh': 'a\nb\n',
  'a b.md': '# A\n',
};

async function findings(text: string): Promise<string[]> {
  const { problems } = await checkText(text, { files });
  return problems
    .filter(({ rule }) => rule.startsWith('broken-'))
    .map(
      ({ rule, line, column, length, message, fix }) =>
        `${line}:${column}+${length} ${rule}: ${message}${fix === undefined ? '' : ` → ${fix}`}`,
    );
}

describe('a link is right', () => {
  it.each([
    ['to a file', '[a](other.md) ![b](run.sh "title") [c](<a b.md>) [d](a%20b.md)'],
    ['to a folder', '[a](docs/) [b](./docs)'],
    ['to a heading', '# One `two` three!\n\n[a](#one-two-three)'],
    ['to a heading that is repeated', '# A\n\n# A\n\n[a](#a-1)'],
    ['to a heading of another document', '[a](other.md#other-one) [b](./other.md#same-1)'],
    [
      'to an anchor in HTML',
      '<a name="x"></a>\n\n<h2 id=\'y\'>Z</h2>\n\n[a](#x) [b](#y) [c](other.md#mark)',
    ],
    ['to the top', '[a](#) [b](#top)'],
    ['to a line of a file', '[a](run.sh#L1-L2) [b](other.md?plain=1#L3)'],
    ['from the root of the repository', '[a](/docs/deep.md#deep)'],
    ['to a page around the repository', '[a](../../issues) [b](../x)'],
    [
      'to elsewhere',
      '[a](https://example.org/x.md) [b](mailto:a@b.c) <https://x.y/z#q> [c](//x.y)',
    ],
    [
      'in code, which is none',
      '`[a](nope.md)` ``b ` [c](nope.md)``\n\n    [d](nope.md)\n\n```text\n[e](nope.md)\n```',
    ],
    ['in a comment, which is none', '<!-- [a](nope.md) -->\n\nx <!-- <a href="nope.md"> --> y'],
    ['that is escaped, and none', '\\[a](nope.md)'],
    ['by a definition', '[a][x] [x] [x][]\n\n[x]: other.md "Title"'],
    ['with parentheses', '[a](other.md#same (title))'],
    [
      'to a heading with a letter beyond ASCII',
      '# Überblick\n\n[a](#überblick) [b](#%C3%BCberblick)',
    ],
    ['as a badge', '[![b](run.sh)](other.md)'],
    ['and brackets are none', 'a[0][1] and [ERROR] (x) and text [^1] and [a][^note]'],
  ])('%s', async (_, text) => {
    expect(await findings(`${text}\n`)).toEqual([]);
  });
});

it('a link to a step or a heading that lacks its `#` is told what to write', async () => {
  const text = '# One\n\n- [ ] [It holds](try)\n\n[a](one)\n\n```bash test id=try\ntrue\n```\n';
  const { problems } = await checkText(text, { files });
  expect(problems.filter(({ rule }) => rule === 'broken-link').map(({ hint }) => hint)).toEqual([
    'write `#try` for what is in this document',
    'write `#one` for what is in this document',
  ]);
});

describe('a link is broken', () => {
  it.each([
    [
      'to a file that is not there',
      'See [a](nope.md).',
      ['1:9+7 broken-link: `nope.md` is not there'],
    ],
    [
      'to what cannot be a file',
      `[a](x%00y) [b](run.sh/x) [c](${'n'.repeat(300)})`,
      [
        '1:5+5 broken-link: `x%00y` is not there',
        '1:16+8 broken-link: `run.sh/x` is not there',
        `1:30+300 broken-link: \`${'n'.repeat(300)}\` is not there`,
      ],
    ],
    ['to an image', 'a\nb ![i](img/x.png)', ['2:8+9 broken-link: `img/x.png` is not there']],
    [
      'to a heading',
      '# Start here\n\n[a](#start-her)',
      ['3:5+10 broken-anchor: `#start-her` is no heading or anchor of this document → #start-here'],
    ],
    [
      'to a heading of another document',
      '[a](other.md#nope)',
      ['1:5+13 broken-anchor: `#nope` is no heading or anchor of `other.md`'],
    ],
    [
      'to a repetition that is none',
      '[a](other.md#same-2)',
      ['1:5+15 broken-anchor: `#same-2` is no heading or anchor of `other.md`'],
    ],
    ['from the root', '[a](/nope.md)', ['1:5+8 broken-link: `/nope.md` is not there']],
    [
      'in a list',
      '- x\n- [ ] [Health](#5-health)\n',
      ['2:16+9 broken-anchor: `#5-health` is no heading or anchor of this document'],
    ],
    ['in a quote', '> a\n> [b](nope.md)', ['2:7+7 broken-link: `nope.md` is not there']],
    ['in a nested list', '- a\n  - b [c](nope.md)', ['2:11+7 broken-link: `nope.md` is not there']],
    ['in a heading', '## A [b](nope.md)', ['1:10+7 broken-link: `nope.md` is not there']],
    ['in a table', 'a | b\n--|--\nc | [d](nope.md)', ['3:9+7 broken-link: `nope.md` is not there']],
    [
      'in HTML',
      '<p>\n<img src="nope.png">\n</p>\n\nx <a href=nope.md>y</a>',
      ['2:11+8 broken-link: `nope.png` is not there', '5:11+7 broken-link: `nope.md` is not there'],
    ],
    ['by a definition', '[a][x]\n\n[x]: <nope.md>', ['3:7+7 broken-link: `nope.md` is not there']],
    [
      'by a definition that nobody uses',
      '> [x]: nope.md',
      ['1:8+7 broken-link: `nope.md` is not there'],
    ],
    [
      'by a label that is not defined',
      '[a][manul]\n\n[manual]: other.md',
      ['1:5+5 broken-reference: no link is defined for `[manul]` → manual'],
    ],
    [
      'by a label where nothing is defined',
      '[a][b c]',
      ['1:5+3 broken-reference: no link is defined for `[b c]`'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await findings(`${text}\n`)).toEqual(expected);
  });

  it('is found with CRLF and a byte-order mark as well', async () => {
    expect(await findings('\uFEFFa\r\n\r\n[b](nope.md)\r\n')).toEqual([
      '3:5+7 broken-link: `nope.md` is not there',
    ]);
  });
});

it('finds the targets that markdown-it finds', () => {
  const parser = new MarkdownIt({ html: true });
  const targetsOf = (text: string): string[] =>
    parser
      .parse(text, {})
      .flatMap((token) => token.children ?? [])
      .flatMap((token) => {
        if (token.type === 'link_open') return [String(token.attrGet('href'))];
        return token.type === 'image' ? [String(token.attrGet('src'))] : [];
      })
      .filter((target) => target !== '')
      .sort();
  const piece = fc.constantFrom(
    ...[
      'a',
      ' ',
      '[b](c)',
      '![d](e "f")',
      '`',
      '``',
      '`[g](h)`',
      '\\',
      '<i>',
      '<http://j.k>',
      '\n',
      '*',
      '<!-- l -->',
    ],
    ...['[m](<n>)', '[ o ]', '(', ')', 'p](', '&amp;', '_q_', '[r](s)t'],
  );
  const texts = fc.array(piece, { maxLength: 12 }).map((parts) => `x${parts.join('')}\n`);
  fc.assert(
    fc.property(texts, (text) => {
      const { links } = findLinks(parseMarkdown(text, 'doc.md'));
      const targets = links
        .filter(({ kind }) => kind === 'link')
        .map(({ target }) => parser.normalizeLink(target))
        .filter((target) => target !== '');
      expect(targets.sort()).toEqual(targetsOf(text));
    }),
    { seed: 11, numRuns: 2_000 },
  );
});

it('takes no longer than the text is long, whatever its brackets', () => {
  for (const unit of ['[', '[a](', '`'.repeat(7), '](', '<a ', '[[](', '[a][', '<!--']) {
    const text = `x ${unit.repeat(20_000)}\n`;
    expect(findLinks(parseMarkdown(text, 'doc.md')).anchors.size).toBe(0);
  }
});
