import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/document/parse.ts';

function fencesOf(text: string): readonly string[] {
  return parseMarkdown(text, 'doc.md').fences.map(
    ({ info, position, line, endLine, container, body }) =>
      `${position.line}:${position.column} ${line}-${endLine} ${container} ${info} ${JSON.stringify(body)}`,
  );
}

describe('where fences are', () => {
  it.each([
    ['a plain fence', '```sh run\na\n```\n', ['1:4 1-3 null sh run "a\\n"']],
    ['tildes', 'x\n\n~~~sh  run \na\n~~~\n', ['3:4 3-5 null sh  run "a\\n"']],
    ['a blank before the language', '``` sh run\n```\n', ['1:5 1-2 null sh run ""']],
    ['no info string', '```\na\n```\n', ['1:4 1-3 null  "a\\n"']],
    ['a longer fence around a fence', '````md\n```\n````\n', ['1:5 1-3 null md "```\\n"']],
    [
      'a list',
      '- a\n\n  ```sh run\n  b\n\n    c\n  ```\n',
      ['3:6 3-7 list sh run "b\\n\\n  c\\n"'],
    ],
    ['a list item itself', '1. ```sh run\n   b\n   ```\n', ['1:7 1-3 list sh run "b\\n"']],
    ['a quote', '> ```sh run\n> b\n>\n> c\n> ```\n', ['1:6 1-5 quote sh run "b\\n\\nc\\n"']],
    ['a quote in a list', '- > ~~~sh\n  > b\n  > ~~~\n', ['1:8 1-3 quote sh "b\\n"']],
    ['up to three blanks', '   ```sh\n   b\n  c\n   ```\n', ['1:7 1-4 null sh "b\\nc\\n"']],
    ['four blanks: a code block, no fence', '    ```sh run\n    ```\n', []],
    ['an HTML comment: not shown, no fence', '<!--\n```sh run\n```\n-->\n', []],
    ['a folded section', '<details>\n\n```sh run\n```\n\n</details>\n', ['3:4 3-4 null sh run ""']],
    ['the end of the document', 'a\n\n```sh\nb\n', ['3:4 3-4 null sh "b\\n"']],
    ['the end without newline', '```sh\nb', ['1:4 1-2 null sh "b\\n"']],
    ['the end of its list', '- ```sh\n  b\n\nc\n', ['1:6 1-3 list sh "b\\n\\n"']],
  ])('%s', (_, text, expected) => {
    expect(fencesOf(text)).toEqual(expected);
  });

  it.each([
    ['CRLF', 'a\r\n\r\n```sh run\r\nb\r\n\r\nc\r\n```\r\n', ['3:4 3-7 null sh run "b\\n\\nc\\n"']],
    ['a byte-order mark', '\uFEFF```sh run\nb\n```\n', ['1:4 1-3 null sh run "b\\n"']],
    ['CRLF in a quote', '> ```sh\r\n> b\r\n> ```\r\n', ['1:6 1-3 quote sh "b\\n"']],
  ])('are the same with %s', (_, text, expected) => {
    expect(fencesOf(text)).toEqual(expected);
  });

  it('H44: keep blank lines, trailing blanks, tabs and NUL to the letter', () => {
    const body = '\n\ncat <<X  \n\n\tindented\t\n\nX\n\u0000\n\n';
    expect(parseMarkdown(`\`\`\`sh run\n${body}\`\`\`\n`, 'doc.md').fences[0]?.body).toBe(body);
  });

  it('stay apart when there are very many', () => {
    const text = Array.from({ length: 5_000 }, (_, n) => `## H\n\n\`\`\`sh\n${n}\n\`\`\`\n`).join(
      '\n',
    );
    const { fences } = parseMarkdown(text, 'doc.md');
    expect(fences).toHaveLength(5_000);
    expect(fences.at(-1)?.heading?.slug).toBe('h-4999');
  });
});

describe('front matter', () => {
  it('is kept apart without moving a line', () => {
    const document = parseMarkdown('---\ntitle: A\n# no heading\n---\n# B\n```sh\n```\n', 'doc.md');
    expect(document.frontMatter).toEqual({ text: 'title: A\n# no heading\n', line: 2 });
    expect(document.headings.map(({ text, line }) => [text, line])).toEqual([['B', 5]]);
    expect(document.fences[0]?.line).toBe(6);
    expect(document.lines[1]).toBe('title: A');
  });

  it.each([
    ['after a byte-order mark', '\uFEFF---\na: 1\n---\n', 'a: 1\n'],
    ['with CRLF', '---\r\na: 1\r\n---\r\n', 'a: 1\n'],
    ['without a key', '---\n---\n', ''],
    ['that ends with dots', '---\na: 1\n...\n', 'a: 1\n'],
  ])('is found %s', (_, text, expected) => {
    expect(parseMarkdown(text, 'doc.md').frontMatter?.text).toBe(expected);
  });

  it.each([
    ['further down', 'x\n\n---\na: 1\n---\n'],
    ['that is never closed', '---\na: 1\n'],
  ])('is none %s', (_, text) => {
    expect(parseMarkdown(text, 'doc.md').frontMatter).toBeNull();
  });
});

it('gives paragraphs and lists of the top level as prose', () => {
  const text = '# A\n\nOne *and*\ntwo.\n\n- x\n- y\n\n> quoted\n\n```sh\n```\n';
  const { prose } = parseMarkdown(text, 'doc.md');
  expect(prose.map(({ line, endLine, heading }) => [line, endLine, heading?.text])).toEqual([
    [3, 4, 'A'],
    [6, 8, 'A'],
  ]);
});
