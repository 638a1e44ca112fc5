import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseMarkdown } from '../../src/document/parse.ts';
import { loadRunbook } from '../../src/model/load.ts';
import type { Runbook } from '../../src/model/types.ts';
import { spliceLines } from '../../src/update/document/splice-lines.ts';
import { splitText } from '../../src/update/document/text-lines.ts';
import { verifyDocument } from '../../src/update/document/verify-document.ts';
import { bodyLines } from '../../src/update/fence-state.ts';
import { listHunks } from '../../src/update/list-hunks.ts';
import { Updater } from '../../src/update/updater.ts';
import { createSubject, type Printed } from '../expect/sources.ts';

/** Pieces that outputs and patterns are made of, among them what is read as something else. */
const PIECES = [
  ...['a', 'B', 'took', '12', '1.5', ' ', '  ', '\t', 's', '.', '...', '<<', '>>', '${', '}', '\\'],
  ...['<<x>>', '<<...>>', '${y}', '(re)', '(equal)', '(esc)', ' (no-eol)', ' (?)', ' ({2})', '```'],
  ...['~~~', '> ', '- ', '#', '|', '\x1b', '\r', '\0', 'é', '漢', '\u2028', '\ufeff', '{"a":1}'],
];
const line = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((parts) => parts.join(''));
const text = fc
  .tuple(fc.array(line, { maxLength: 6 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));
const bytes = fc.oneof(
  text.map((one) => Buffer.from(one)),
  fc.uint8Array({ maxLength: 40 }).map((one) => Buffer.from(one)),
);

const PATTERNS = [
  ...['...', 'a', 'B', 'took <<:int>>s', '<<:number>> s', '<<...>> B', 'a <<...>>', '<<n:int>>'],
  ...[
    '[a-z]+ (re)',
    'a* (glob)',
    'a (?)',
    'B (*)',
    'took <<:number>>s (+)',
    'a ({2})',
    'x (never)',
  ],
  ...['B (no-eol)', '\\<<x>>', 'a  (equal)', 'took \\x31 (esc)'],
];
// A carriage return by itself ends a line of Markdown, so no line of a document has one.
const documentLine = line.map((one) => one.replaceAll('\r', ''));
const body = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...PATTERNS) }, documentLine),
  { maxLength: 6 },
);

/** Ways in which a fence can be enclosed. */
const WRAPS: Readonly<Record<string, (text: string) => string>> = {
  nothing: (all) => all,
  crlf: (all) => all.replaceAll('\n', '\r\n'),
  quote: (all) => all.replaceAll(/^(?!$)/gm, '> ').replaceAll(/^$/gm, '>'),
  tight: (all) => all.replaceAll(/^/gm, '>'),
  list: (all) => `- x\n\n${all.replaceAll(/^(?!$)/gm, '  ')}`,
  both: (all) => `> - x\n>\n${all.replaceAll(/^(?!$)/gm, '>   ').replaceAll(/^$/gm, '>')}`,
};

function load(document: string): Runbook | null {
  return loadRunbook(parseMarkdown(document, 'doc.md')).runbook;
}

interface Outcome {
  readonly text: string;
  readonly refused: boolean;
  readonly changed: number;
}

/** What `update --yes` makes of a document whose only step prints this. */
async function updateWith(runbook: Runbook, printed: Printed, add: boolean): Promise<Outcome> {
  const updater = new Updater(runbook, { add, acceptExit: false, runs: 1 });
  updater.begin();
  const [step] = runbook.steps;
  if (step === undefined) throw new Error('there is no step');
  const subject = createSubject(printed);
  const scope = new Map<string, string>();
  let failed = false;
  for (const expectation of step.expectations) {
    const result = await expectation.compiled.evaluate(subject, scope);
    const { mismatch } = result.ok ? { mismatch: undefined } : result;
    if (mismatch === undefined) continue;
    const captures = await updater.settle({ step, expectation, mismatch, subject, scope });
    failed ||= captures === null;
  }
  if (!failed) await updater.observe(step, subject, scope);
  await updater.finish();
  const { hunks, refusals } = listHunks(runbook.document, updater);
  const accepted = hunks
    .filter(({ givesUp }) => givesUp === undefined)
    .map((hunk) => ({ hunk, lines: hunk.lines }));
  const { text: before } = runbook.document;
  const splices = accepted.map(({ hunk, lines }) => ({ ...hunk, lines: hunk.place(lines) }));
  const after = spliceLines(before, splices);
  expect({ after, faults: verifyDocument(runbook.document, after, accepted) }).toEqual({
    after,
    faults: [],
  });
  return {
    text: after,
    refused: refusals.length + hunks.length > accepted.length,
    changed: accepted.length,
  };
}

/** Whether all expectations of the step hold. */
async function holds(document: string, printed: Printed): Promise<boolean> {
  const step = load(document)?.steps[0];
  if (step === undefined) return false;
  const results = step.expectations.map(({ compiled }) =>
    compiled.evaluate(createSubject(printed), new Map()),
  );
  return (await Promise.all(results)).every(({ ok }) => ok);
}

it('what --add writes holds for any bytes, wherever the step stands', async () => {
  await fc.assert(
    fc.asyncProperty(
      bytes,
      bytes,
      fc.constantFrom(...Object.keys(WRAPS)),
      fc.boolean(),
      async (stdout, stderr, wrap, atEnd) => {
        const document =
          WRAPS[wrap]?.('```bash run\nx\n```\n') + (atEnd ? '' : '\nText  \n# Heading\n');
        const runbook = load(document);
        if (runbook === null) throw new Error('the document is not valid');
        const output = Buffer.concat([stdout, stderr]);
        const printed = { stdout, stderr, output } as unknown as Printed;
        const after = await updateWith(runbook, printed, true);
        expect(after.refused).toBe(false);
        expect(after.changed).toBe(output.length > 0 ? 1 : 0);
        expect(await holds(after.text, printed)).toBe(true);
        expect(isInsertion(document, after.text)).toBe(true);
      },
    ),
    { seed: 7, numRuns: 1000 },
  );
});

it('what is updated holds, or it is said that it was not', async () => {
  let updated = 0;
  await fc.assert(
    fc.asyncProperty(
      body,
      text,
      fc.constantFrom(...Object.keys(WRAPS)),
      fc.constantFrom(
        'output',
        'output ws=collapse',
        'output match=exact',
        'output match=contains',
        'output match=unordered',
        'output vary=int',
        'output ansi=keep',
      ),
      async (lines, output, wrap, info) => {
        const fence = `\`\`\`\`\`${info}\n${lines.map((one) => `${one}\n`).join('')}\`\`\`\`\`\n`;
        const document = `${WRAPS[wrap]?.(`\`\`\`bash run\nx\n\`\`\`\n\n${fence}`)}\nText  \n`;
        const runbook = load(document);
        if (runbook === null || runbook.steps[0]?.expectations.length !== 1) return;
        const printed = { output, stdout: output };
        const after = await updateWith(runbook, printed, false);
        expect(outsideOf(after.text)).toEqual(outsideOf(document));
        if (after.refused) return;
        updated += after.changed > 0 ? 1 : 0;
        expect(await holds(after.text, printed)).toBe(true);
        const again = load(after.text);
        if (again === null) throw new Error('the updated document is not valid');
        expect((await updateWith(again, printed, false)).text).toBe(after.text);
      },
    ),
    {
      seed: 7,
      numRuns: 2000,
      examples: [
        [[' '], '  a', 'quote', 'output'],
        [['\ra'], '\n\n', 'nothing', 'output'],
        [['took <<:int>>s'], '\rtook{"a":1}', 'nothing', 'output'],
      ],
    },
  );
  // Otherwise next to nothing was tried.
  expect(updated).toBeGreaterThan(200);
});

const json = fc.jsonValue({ maxDepth: 3 });

it('JSON that is updated holds, and what it had in common stays', async () => {
  await fc.assert(
    fc.asyncProperty(json, json, fc.boolean(), async (before, after, pretty) => {
      const written = JSON.stringify(before, null, pretty ? 2 : 0).replace(/<<|\$\{/g, '\\$&');
      const document = `\`\`\`bash run\nx\n\`\`\`\n\n\`\`\`json expect\n${written}\n\`\`\`\n\nText\n`;
      const runbook = load(document);
      if (runbook === null) return;
      const printed = { stdout: JSON.stringify(after) };
      const result = await updateWith(runbook, printed, false);
      expect(outsideOf(result.text)).toEqual(outsideOf(document));
      expect(result.refused).toBe(false);
      expect(await holds(result.text, printed)).toBe(true);
    }),
    { seed: 7, numRuns: 1000 },
  );
});

it('YAML that is updated holds, or it is said that it was not', async () => {
  let updated = 0;
  await fc.assert(
    fc.asyncProperty(json, json, fc.boolean(), async (before, after, isFlow) => {
      const written = stringify(before, isFlow ? { collectionStyle: 'flow' } : {});
      const document = `\`\`\`bash run\nx\n\`\`\`\n\n\`\`\`\`\`yaml expect\n${written}\`\`\`\`\`\n\nText\n`;
      const runbook = load(document);
      if (runbook === null) return;
      const printed = { stdout: JSON.stringify(after) };
      const result = await updateWith(runbook, printed, false);
      expect(outsideOf(result.text)).toEqual(outsideOf(document));
      if (result.refused) return;
      updated += result.changed > 0 ? 1 : 0;
      expect(await holds(result.text, printed)).toBe(true);
    }),
    { seed: 7, numRuns: 1000 },
  );
  expect(updated).toBeGreaterThan(200);
});

it('a text is its lines', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\r', '\n', ' ') }), (one) => {
      expect(
        splitText(one)
          .map(({ text: own, eol }) => own + eol)
          .join(''),
      ).toBe(one);
      expect(spliceLines(one, [])).toBe(one);
    }),
  );
});

/** Whether the second text is the first one with something put in at one place. */
function isInsertion(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  return after.endsWith(before.slice(start));
}

/** The lines of a document, with their ends, that are not of the body of its second fence. */
function outsideOf(document: string): readonly unknown[] {
  const fence = parseMarkdown(document, 'doc.md').fences[1];
  if (fence === undefined) throw new Error('there is no second fence');
  const lines = splitText(document);
  const count = bodyLines({ fence } as never).length;
  return [...lines.slice(0, fence.line), ...lines.slice(fence.line + count)];
}
