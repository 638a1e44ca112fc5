import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProof, unproven } from '../../src/report/proof.ts';
import { moveLinks } from '../../src/report/reader-links.ts';
import { renderPage, withoutStamps } from '../../src/report/reader-page.ts';
import { loadText } from '../helpers/load-text.ts';

const TEXT = `---
title: Guide
runbook: {params: {port: {type: port, default: free, description: Port of it}}}
---
# Guide

See [the tour](hello.md#one-shell).

- First:
  \`\`\`bash run id=make
  make   # as written
  \`\`\`
  then

\`\`\`output
made <<n:int>> of <<...>> \\<<x>> on \${port}
... (*)
...
\`\`\`

\`\`\`yaml configure file=app.yaml id=file
port: 1
\`\`\`

\`\`\`bash no-check
not this
\`\`\`

\`\`\`js title="a"
shown()
\`\`\`
`;

function fileWith(...events: readonly object[]): string {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'proof-'));
  const path = join(folder, 'run.jsonl');
  writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return path;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const START = {
  type: 'run-start',
  run: '7f3k',
  time: '2026-11-23T10:00:00Z',
  documentHash: hashOf(TEXT),
};
const PASSED = { type: 'step-end', step: 'make', durationMs: 400, verdict: { status: 'passed' } };

describe('the page for readers', () => {
  const runbook = loadText(TEXT, 'runbooks/guide.md');

  it('has no attributes and front matter, and shows what is expected as a reader reads it', () => {
    const stampOf = readProof([fileWith(START, PASSED)], runbook.document);
    expect(renderPage(runbook, { folder: 'docs/guide', stampOf })).toMatchInlineSnapshot(`
      "# Guide

      *Made from [guide.md](../../runbooks/guide.md) by \`runbook export\`. \`runbook run\` executes that document; below each block stands the run that proved it.*

      | Variable | Value | |
      |---|---|---|
      | \`PORT\` | any free port | Port of it |

      See [the tour](../../runbooks/hello.md#one-shell).

      - First:
        \`\`\`bash
        make   # as written
        \`\`\`

        <sub>proven by run 7f3k on 2026-11-23: passed in 400ms</sub>

        then

      \`\`\`text
      made <n> of … <<x>> on <port>
      ...
      ...
      \`\`\`

      \`app.yaml\`:

      \`\`\`yaml
      port: 1
      \`\`\`

      <sub>not proven: no run of this block is recorded</sub>

      \`\`\`bash
      not this
      \`\`\`

      \`\`\`js title="a"
      shown()
      \`\`\`
      "
    `);
  });

  it.each<[string, string]>([
    ['run', 'not proven: no run of this block is recorded'],
    ['diagnose', 'not proven: for when something has failed'],
    ['rollback', 'not proven: for when what was done has to be undone'],
  ])('says why no run of a %s block is on record', (role, expected) => {
    const text = `# A\n\n\`\`\`bash ${role}\ntrue\n\`\`\`\n`;
    const one = loadText(text, 'a.md');
    const proof = readProof([fileWith({ ...START, documentHash: hashOf(text) })], one.document);
    for (const stampOf of [unproven, proof])
      expect(renderPage(one, { folder: '.', stampOf })).toContain(`<sub>${expected}</sub>`);
  });

  it('shows requests and responses with names where values are put in', () => {
    const request = '```http test\nGET http://h:${port}/\nX: \\${a}\n```\n';
    const response = '```http expect\nHTTP 200\netag: <<tag:any>>\n\n{"id": "<<id:uuid>>"}\n```\n';
    const lines = '```http expect\nHTTP 200\n\nok \\d+ (re)\n```\n';
    const head = '---\nrunbook: {params: {port: {default: "80"}}}\n---\n# A\n\n';
    const http = loadText(head + request + response + lines, 'a.md');
    const page = renderPage(http, { folder: '.', stampOf: unproven });
    expect(page.slice(page.indexOf('```'))).toMatchInlineSnapshot(`
      "\`\`\`http
      GET http://h:<port>/
      X: \${a}
      \`\`\`

      <sub>not proven: no run of this block is recorded</sub>

      \`\`\`http
      HTTP 200
      etag: <tag>

      {"id": "<id>"}
      \`\`\`
      \`\`\`http
      HTTP 200

      ok \\d+
      \`\`\`
      "
    `);
  });

  it('takes the run that proves a block, of several', () => {
    const second = { ...START, run: '9zzz' };
    const skipped = { ...PASSED, verdict: { status: 'skipped', reason: { kind: 'not-selected' } } };
    const stamps = (...reports: string[]): string =>
      readProof(reports, runbook.document)({ id: 'make', role: 'run' });
    const [proves, skips] = [fileWith(START, PASSED), fileWith(second, skipped)];
    const proven = '<sub>proven by run 7f3k on 2026-11-23: passed in 400ms</sub>';
    expect(stamps(proves, skips)).toBe(proven);
    expect(stamps(skips, proves)).toBe(proven);
    expect(stamps(skips)).toBe('<sub>not proven: skipped in run 9zzz on 2026-11-23</sub>');
  });

  it('is the same for every run, the stamps aside', () => {
    const stampOf = readProof([fileWith(START, PASSED)], runbook.document);
    const pages = [stampOf, unproven].map((stamps) =>
      renderPage(runbook, { folder: 'docs/guide', stampOf: stamps }),
    );
    expect(pages[0]).not.toBe(pages[1]);
    expect(withoutStamps(pages[0] ?? '')).toBe(withoutStamps(pages[1] ?? ''));
  });

  it.each([
    [{ ...START, documentHash: '0' }, 'the document is not the one that was run'],
    [PASSED, 'is no report of a run'],
  ])('takes no proof from %j', (event, message) => {
    expect(() => readProof([fileWith(event)], runbook.document)).toThrow(message);
  });
});

describe('a link seen from another folder', () => {
  it.each([
    ['[a](hello.md)', '[a](../../runbooks/hello.md)'],
    ['[a](../README.md#top "t")', '[a](../../README.md#top "t")'],
    ['![i](img/x.png) [b](#here)', '![i](../../runbooks/img/x.png) [b](#here)'],
    ['[a](https://x.org/a.md) <https://y.org>', '[a](https://x.org/a.md) <https://y.org>'],
    ['[a]: hello.md', '[a]: ../../runbooks/hello.md'],
    ['<a href="hello.md">x</a>', '<a href="../../runbooks/hello.md">x</a>'],
    ['`[a](hello.md)` [a](hello.md)', '`[a](hello.md)` [a](../../runbooks/hello.md)'],
    ['[a](/etc/hosts) [m](mailto:a@b.c)', '[a](/etc/hosts) [m](mailto:a@b.c)'],
    ['[d](sub/)', '[d](../../runbooks/sub/)'],
  ])('%s becomes %s', (line, moved) => {
    expect(moveLinks(line, 'runbooks', 'docs/guide')).toBe(moved);
  });
});
