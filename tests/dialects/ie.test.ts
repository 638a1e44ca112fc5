import { describe, expect, it } from 'vitest';
import { fence, importText, runInPlace } from './dialects.ts';

/** Rows: what a command prints, the comment, the result, and whether it holds. */
const CASES: readonly (readonly [
  title: string,
  printed: string,
  comment: string,
  result: readonly string[],
  holds: boolean,
])[] = [
  ['the same text', 'Hello world', '0.8', ['text', 'Hello world'], true],
  ['the opposite, which is nearly the same', 'Failed', '0.5', ['text', 'Succeeded'], false],
  ['another number', 'took 12 in 3.5s', '0.8', ['text', 'took 7 in 1.2s'], true],
  ['other blanks', 'a  b', '0.8', ['text', 'a b'], true],
  ['another number, all the same wanted', 'took 12', '1.0', ['text', 'took 7'], false],
  ['other values', '{"id": "a", "n": 1}', '0.3', ['json', '{"id": "z", "n": 22}'], true],
  ['more keys', '{"id": "a", "n": 1}', '0.3', ['json', '{"id": "z"}'], true],
  ['a value of another type', '{"id": 1}', '0.3', ['json', '{"id": "z"}'], false],
  ['a null', '{"id": "x"}', '0.3', ['json', '{"id": null}'], true],
  ['more keys, all the same wanted', '{"id": "a", "n": 1}', '1', ['json', '{"id": "a"}'], false],
  ['the same values', '{"n": 1, "id": "<<a>>"}', '1', ['json', '{"id": "<<a>>", "n": 1}'], true],
  ['an expression', 'Azure CLI is installed.', '".*installed"', ['text', 'x'], true],
  ['an expression with a slash', 'a/b', '"a/b"', ['text', 'x'], true],
  ['another expression', 'Azure', '"^tools OK$"', ['text', 'tools OK'], false],
];

describe('a document of InnovationEngine', () => {
  it.each(CASES)(
    'has results that hold or fail: %s',
    async (_, printed, comment, result, holds) => {
      const [lang = '', ...body] = result;
      const document = [
        fence('bash', `echo '${printed}'`),
        'Results:',
        '',
        `<!-- expected_similarity=${comment} -->`,
        fence(lang, ...body),
      ].join('\n');
      const { exitCode, notes } = await runInPlace('ie', document);
      expect(exitCode).toBe(holds ? 0 : 1);
      const isDropped = /^0/.test(comment);
      expect(notes).toEqual(isDropped ? [expect.stringContaining(`${comment} is no verdict`)] : []);
    },
  );

  it('becomes steps and expectations, with notes', async () => {
    const document = [
      '---',
      'title: Kept',
      '---',
      '## Prerequisites',
      '',
      '- [First](../common/first.md)',
      '',
      '<!--',
      '```variables',
      'export A=1',
      '```',
      '-->',
      '',
      fence('azurecli-interactive', 'export A=1'),
      'A block that is only shown:',
      '',
      fence('text', 'shown'),
      '<!--expectation type="matches" value="fo+"-->',
      fence('output', 'foo'),
      fence('bash', 'az group show'),
      '<!--expected_similarity=0.3-->',
      fence('json', '{"id": "<guid>", "tags": ["a"]}'),
    ].join('\n');
    const { text, notes } = await importText('ie', document);
    expect(notes).toMatchInlineSnapshot(`
      [
        "6 note \`../common/first.md\` is run before this document there; run it first",
        "9 note variables in a comment are set there; write a step that exports them",
        "34 note a similarity of 0.3 is no verdict here, so it is dropped: keys and types have to be the same",
      ]
    `);
    expect(text).toMatchInlineSnapshot(`
      "---
      title: Kept
      ---

      <!-- ie, line 6: \`../common/first.md\` is run before this document there; run it first -->

      <!-- ie, line 9: variables in a comment are set there; write a step that exports them -->

      ## Prerequisites

      - [First](../common/first.md)

      <!--
      \`\`\`variables
      export A=1
      \`\`\`
      -->

      \`\`\`bash run
      export A=1
      \`\`\`

      A block that is only shown:

      \`\`\`text
      shown
      \`\`\`

      <!--expectation type="matches" value="fo+"-->
      \`\`\`assert
      stdout =~ /fo+/
      \`\`\`

      \`\`\`output no-check
      foo
      \`\`\`

      \`\`\`bash run
      az group show
      \`\`\`

      <!--expected_similarity=0.3-->

      <!-- ie, line 34: a similarity of 0.3 is no verdict here, so it is dropped: keys and types have to be the same -->

      \`\`\`json expect
      {
        "id": "<<:string>>",
        "tags": [
          "<<:string>>"
        ]
      }
      \`\`\`
      "
    `);
  });
});
