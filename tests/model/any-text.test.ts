import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMarkdown } from '../../src/document/parse.ts';
import { loadRunbook } from '../../src/model/load.ts';

const PIECES = [
  '---\n',
  'runbook:\n',
  '  params: {port: {type: port}}\n',
  '  test: {expect-fail: a}\n',
  '# A\n',
  '## B\n',
  '- ',
  '> ',
  '  ',
  '\t',
  '\r\n',
  '\n',
  '```',
  '~~~',
  '````',
  'bash ',
  'json ',
  'run ',
  'test ',
  'expect ',
  'output ',
  'assert ',
  'http ',
  '```http test\n',
  '```http expect\n',
  '```assert\n',
  'GET http://h:${port}/\n',
  'HTTP 2xx\n',
  'x-a: <<v:any>> ',
  'file "${port}" exists',
  'port 1 closed',
  'http GET http://h == 200',
  'id=a ',
  'for=a ',
  'background ',
  'ready=log:/(/ ',
  'file=x ',
  'expand ',
  'stops=a ',
  'title="',
  "if='",
  `\${port}`,
  `\${`,
  '<<v:int>>',
  '<<',
  '...',
  '{"a": ',
  '}',
  'a (re)',
  '\u0000',
  '\uFEFF',
  'é',
  'x',
];

it('understands or refuses any text, with problems inside of it and in its order', () => {
  const texts = fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 60 })
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      const document = parseMarkdown(text, 'doc.md');
      const { runbook, problems } = loadRunbook(document);
      expect(runbook === null).toBe(problems.some(({ severity }) => severity === 'error'));
      const lines = problems.map(({ line }) => line);
      expect(lines).toEqual(lines.toSorted((a, b) => a - b));
      for (const { line, column, length } of problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(document.lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(length).toBeGreaterThanOrEqual(0);
        const width = document.lines[line - 1]?.length ?? 0;
        expect(column).toBeLessThanOrEqual(width + 1);
      }
    }),
    { seed: 3, numRuns: 1_000 },
  );
});
