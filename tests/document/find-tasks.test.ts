import { describe, expect, it } from 'vitest';
import { findTasks } from '../../src/document/find-tasks.ts';
import { parseMarkdown } from '../../src/document/parse.ts';

const tasksOf = (text: string): string[] =>
  findTasks(parseMarkdown(text, 'doc.md')).map(
    ({ line, text: shown, links, heading }) =>
      `${line} ${shown}${links.map((link) => ` → ${link}`).join('')}${heading ? ` in ${heading.slug}` : ''}`,
  );

describe('an item of a task list', () => {
  it.each<[string, string, readonly string[]]>([
    ['is open or ticked', '- [ ] a\n- [x] b\n- [X] c\n', ['1 a', '2 b', '3 c']],
    [
      'has any marker',
      '* [ ] a\n\n+ [ ] b\n\n1. [ ] c\n\n2) [ ] d\n',
      ['1 a', '3 b', '5 c', '7 d'],
    ],
    ['may be nested', '- a\n  - [ ] b\n    1. [ ] c\n- - [ ] d\n', ['2 b', '3 c', '4 d']],
    ['may be quoted', '> - [ ] a\n> - [ ] b\n', ['1 a', '2 b']],
    ['may go on below', '- [ ] a\n  b\n\n  c\n\n- [ ] d\n', ['1 a b', '6 d']],
    ['shows its text without markup', '- [ ] **a** `b *c*` \\[d\\] &amp;\n', ['1 a b *c* [d] &']],
    ['has links', '- [ ] [a](#a) and [b](x.md#b)\n', ['1 a and b → #a → x.md#b']],
    ['has links by reference', '- [ ] [a][r] [r]\n\n[r]: #a\n', ['1 a r → #a → #a']],
    ['stands under a heading', '# A\n\n- [ ] a\n\n## B\n\n- [ ] b\n', ['3 a in a', '7 b in b']],
  ])('%s', (_, text, expected) => expect(tasksOf(text)).toEqual(expected));

  it.each([
    ['a paragraph', '[ ] a\n'],
    ['an item without text', '- [ ]\n- [ ] \n'],
    ['an item without a blank after the box', '- [ ]a\n- [](x)\n- [xx] b\n'],
    ['code', '```\n- [ ] a\n```\n\n    - [ ] b\n'],
    ['HTML', '<div>\n- [ ] a\n</div>\n'],
    ['what follows in an item', '- a\n\n  [ ] b\n'],
  ])('is not %s', (_, text) => expect(tasksOf(text)).toEqual([]));
});
