import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyFixes } from '../../src/check/apply-fixes.ts';
import { parseMarkdown } from '../../src/document/parse.ts';
import { RULES } from '../../src/rules/registry.ts';
import { checkText } from './check-text.ts';

const PIECES = [
  ...[
    '---\n',
    'runbook:\n',
    '  params: {port: {type: port}}\n',
    '  timout: 1m\n',
    '# A\n',
    '## B\n',
    '- ',
    '> ',
    '  ',
  ],
  ...[
    '\t',
    '\r\n',
    '\n',
    '\n',
    '\n\n',
    '```',
    '~~~',
    '````',
    'bash ',
    'sh ',
    'json ',
    'yaml ',
    'toml ',
    'run ',
    'rnu ',
  ],
  ...[
    'test ',
    'install ',
    'cleanup ',
    'expect ',
    'output ',
    'ouput ',
    'assert ',
    'no-check ',
    'id=a ',
    'for=a ',
    'for=b ',
  ],
  ...[
    'retyr=1 ',
    'file=x ',
    'expand ',
    'title="',
    '${port}',
    '${prot}',
    '<<v:int>>',
    '...',
    '{"a": ',
    '}',
    'if ',
    'fi\n',
  ],
  ...[
    'cat <<X\n',
    '`',
    '$(',
    'nosuch ',
    '$v ',
    '[a](#a)',
    '[b](b.md)',
    '[c][d]',
    '[d]: ',
    '<a id="a">',
    '<!--',
    '-->',
  ],
  ...[
    'AKIAQ7MR2PT4XVB6DFCZ',
    '-----BEGIN PRIVATE KEY-----',
    '\u0000',
    '\uFEFF',
    '\uD800',
    'é',
    '|',
    '---|---\n',
    '{{',
  ],
];

it('finds problems in any text, inside of it and in its order, and mends it into a text again', async () => {
  const texts = fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 60 })
    .map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const document = parseMarkdown(text, 'doc.md');
      const { problems, coverage } = await checkText(text);
      const lines = problems.map(({ line }) => line);
      expect(lines).toEqual(lines.toSorted((a, b) => a - b));
      for (const { line, column, length, rule, severity, fix } of problems) {
        const width = document.lines[line - 1]?.length;
        expect(width, `${rule} is outside of the document`).toBeDefined();
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual((width ?? 0) + 1);
        expect(RULES[rule].severities).toContain(severity);
        if (fix === undefined) continue;
        expect(RULES[rule].fix, `${rule} promises no fix`).toBeDefined();
        expect(column + length).toBeLessThanOrEqual((width ?? 0) + 1);
      }
      const { fences, run, parsed, inert, nothing } = coverage;
      expect(run + parsed + inert + nothing).toBe(fences);
      expect(Math.min(run, parsed, inert, nothing)).toBeGreaterThanOrEqual(0);
      const mended = applyFixes(text, problems);
      expect(mended.count > 0).toBe(problems.some(({ fix }) => fix !== undefined));
    }),
    { seed: 3, numRuns: 300 },
  );
});
