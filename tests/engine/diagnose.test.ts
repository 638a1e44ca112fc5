import { describe, expect, it } from 'vitest';
import {
  eventsOf,
  type InlineOptions,
  type InlineResult,
  runInline,
} from '../helpers/run-inline.ts';
import { runFolder } from '../runs/records.ts';
import { withBlocks } from './blocks.ts';

const fence = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\`\n`;

const TROUBLE = `
## When it breaks

See to *this* first.

${fence('bash diagnose id=fine', 'echo "state is $STATE"; cd /; STATE=changed')}
${fence('output', 'state is failed')}
${fence('bash diagnose id=cause', 'cat missing-or-not')}
${fence('output', 'all is well')}
### Deeper

${fence('bash diagnose id=quiet', 'true')}
## Elsewhere

${fence('bash diagnose id=other', 'touch other')}`;

const DOCUMENT = `# Doc

${fence('bash run id=a on-fail=#when-it-breaks', 'export STATE=failed\nfalse')}
${fence('bash run id=b keep-going', 'echo "$STATE $PWD" >state')}
${fence('bash run id=c on-fail=#elsewhere if=false', 'false')}${TROUBLE}
${fence('bash cleanup id=clean', 'echo "$STATE $PWD" >cleaned; cat cleaned')}`;

const run = (document: string, options: InlineOptions = {}): Promise<InlineResult> =>
  runInline(document, options);

describe('a failure that points at a section', () => {
  it('shows its words, and runs its steps in the state of the failure, likely causes first', async () => {
    const result = await run(DOCUMENT);
    expect(result.exitCode).toBe(1);
    const shown = result.stdout.slice(result.stdout.indexOf('  When it breaks'));
    expect(
      shown.replaceAll(result.dir, 'DIR').replaceAll(/\b\d+(\.\d+)?m?s\b/g, 'ELAPSED'),
    ).toMatchInlineSnapshot(`
      "  When it breaks (doc.md:16)
        ● likely cause: cause (doc.md:28)
           29      │ cat missing-or-not
          exited with 1; the step expects 0
          cat: missing-or-not: No such file or directory
          See to *this* first.

          ### Deeper
        ✔ diagnose: fine (doc.md:20)
          state is failed
        ✔ diagnose: quiet (doc.md:38)

      ✔ Elsewhere  echo "$STATE $PWD" >cleaned; cat cleaned  ELAPSED
      1 passed, 1 failed, 2 not reached in ELAPSED
      "
    `);
    expect(eventsOf(result.events, 'diagnosed')).toMatchObject([{ step: 'a', causes: ['cause'] }]);
  });

  it('leaves the state to what comes after it', async () => {
    const result = withBlocks(await run(DOCUMENT, { args: ['--keep-going'] }));
    expect(result.logs['clean']).toBe(`failed ${result.dir}\n`);
    expect(result.statuses).toContain('b passed');
  });

  it.each<[string, string, InlineOptions]>([
    ['runs out of time', 'bash run id=a timeout=300ms on-fail=#when-it-breaks', {}],
    ['is not what was expected', 'bash run id=a exit=3 on-fail=#when-it-breaks', {}],
    [
      'never becomes ready',
      'bash run id=a background ready=file:up within=300ms on-fail=#when-it-breaks',
      {},
    ],
  ])('is looked into when the step %s', async (_, info, options) => {
    const code = info.includes('exit') ? 'export STATE=failed' : 'export STATE=failed; sleep 987';
    const document = DOCUMENT.replace(/```bash run id=a[^`]*```/, fence(info, code).trimEnd());
    const result = await run(document, options);
    expect(result.exitCode).toBe(1);
    expect(eventsOf(result.events, 'diagnosed')).toHaveLength(1);
    expect(await result.survivors()).toEqual([]);
  });

  it('is looked into when a background step dies', async () => {
    const document = `${fence('bash run id=a background ready=file:up on-fail=#elsewhere', 'touch up; until test -e go; do sleep 0.05; done; exit 3')}
${fence('bash run id=b', 'touch go; sleep 1')}${TROUBLE}`;
    const result = await run(document);
    expect(result.exitCode).toBe(1);
    expect(eventsOf(result.events, 'diagnosis')).toMatchObject([
      { step: 'a', section: 'Elsewhere' },
    ]);
  });

  it('changes neither the verdict nor the counts, and is no execution', async () => {
    const result = await run(DOCUMENT);
    expect(eventsOf(result.events, 'run-end')[0]?.summary).toMatchObject({ passed: 1, failed: 1 });
    expect(result.stdout).not.toContain('6 passed');
  });

  it('is left out for a step that passes', async () => {
    const passing = await run(DOCUMENT.replace('\nfalse\n', '\ntrue\n'));
    expect(eventsOf(passing.events, 'diagnosis')).toEqual([]);
    expect(passing.exitCode).toBe(0);
  });

  it('is in the record, and no step of it is resumed', async () => {
    const result = await run(DOCUMENT, { args: ['--keep'] });
    expect(runFolder(result.place)).toBeTruthy();
    const ends = eventsOf(result.events, 'step-end').map(({ step }) => step);
    expect(ends.slice(0, 4)).toEqual(['a', 'fine', 'cause', 'quiet']);
  });

  it('shows blocks of the section that do not run: they say how to repair it', async () => {
    const document = `# Doc

${fence('bash run on-fail=#help', 'false')}
## Help

Free the port:

${fence('bash', 'fuser -k 80/tcp')}
${fence('bash diagnose id=cause', 'false')}
${fence('output', 'free')}
Then try again.
`;
    const { events } = await run(document);
    expect(eventsOf(events, 'diagnosis').map(({ text }) => text)).toEqual([
      'Free the port:\n\n```bash\nfuser -k 80/tcp\n```\n\nThen try again.',
    ]);
  });

  it('captures values for itself alone', async () => {
    const print = 'echo "found ${found-nothing}"';
    const document = `# Doc

${fence('bash run id=a on-fail=#help', 'false')}
${fence('bash run id=b', print)}
## Help

${fence('bash diagnose id=look', 'echo found 2')}
${fence('output', 'found <<found:int>>')}
${fence('bash diagnose id=look-again', print)}
${fence('bash cleanup id=clean', print)}`;
    const { logs, verdicts } = withBlocks(await run(document, { args: ['--keep-going'] }));
    expect(verdicts['look']).toEqual({ status: 'passed', captures: { found: '2' } });
    const nothing = 'found nothing\n';
    expect(logs).toMatchObject({ b: nothing, 'look-again': nothing, clean: nothing });
  });

  it.each<[string, string, string]>([
    [
      'an underline, a comment and what they head',
      'Help\n====\n\n<!-- not for\nreaders -->\nCall <!-- us --> Ann.\n\nDeeper\n------\n\nOr Bob.\n',
      'Call Ann.\n\n## Deeper\n\nOr Bob.',
    ],
    [
      'a comment of a block that is only read',
      '# Help\n\n```html\n<!-- keep -->\n```\n\n    <!-- this too -->\n',
      '```html\n<!-- keep -->\n```\n\n    <!-- this too -->',
    ],
  ])('shows the words of its section: %s', async (_, section, expected) => {
    const document = `${fence('bash run on-fail=#help', 'false')}\n${section}`;
    const { events } = await run(document);
    expect(eventsOf(events, 'diagnosis').map(({ text }) => text)).toEqual([expected]);
  });
});
