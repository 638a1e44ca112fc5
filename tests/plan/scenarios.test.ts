import { describe, expect, it } from 'vitest';
import { selectSteps } from '../../src/plan/selection.ts';
import type { Selection } from '../../src/plan/types.ts';
import { loadText } from '../helpers/load-text.ts';
import { eventsOf, runInline } from '../helpers/run-inline.ts';
import { command } from '../runs/records.ts';

const step = (words: string, code = 'true'): string => `\`\`\`bash ${words}\n${code}\n\`\`\`\n`;

const DOCUMENT = `---
runbook:
  scenarios:
    development: [quick-start]
    production: [in-production]
    docker: [docker]
---

# Guide

- [ ] [Quick](#quick-start)
- [ ] [Live](#in-production)

${step('require id=tools')}
## Quick Start

- [ ] Looked at

${step('run id=dev')}
${step('cleanup id=remove-dev')}
### Deeper

${step('test id=dev-test')}
## In production

${step('require id=database')}
${step('run id=live', 'test ! -e broken')}
### Docker

${step('run id=image')}
## After

${step('test id=last')}`;

function select(flags: Partial<Selection>): string {
  const { scenario, steps, cleanup, selected } = selectSteps(loadText(DOCUMENT), {
    only: [],
    skip: [],
    ...flags,
  });
  const ids = [...steps, ...cleanup].map(({ id }) => id).join(' ');
  return `${scenario}: ${ids}${selected ? ' (a part)' : ''}`;
}

describe('a scenario', () => {
  it.each<[string, Partial<Selection>, string]>([
    ['is the first one by default', {}, 'development: tools dev dev-test last remove-dev'],
    [
      'has what is in no scenario, and its own prerequisites first',
      { scenario: 'production' },
      'production: tools database live last',
    ],
    [
      'is that of the closest section that one names',
      { scenario: 'docker' },
      'docker: tools image last',
    ],
    [
      'is selected from',
      { scenario: 'production', only: ['#in-production'] },
      'production: tools database live (a part)',
    ],
  ])('%s', (_, flags, expected) => expect(select(flags)).toBe(expected));

  it.each<[Partial<Selection>, string]>([
    [
      { scenario: 'producton' },
      '--scenario producton: doc.md has no such scenario; did you mean `production`?',
    ],
    [
      { from: 'live' },
      '--from live: not in the scenario `development`; it takes `--scenario production`',
    ],
    [
      { only: ['#docker'] },
      '--only #docker: not in the scenario `development`; it takes `--scenario docker`',
    ],
    [
      { scenario: 'docker', skip: ['dev'] },
      '--skip dev: not in the scenario `docker`; it takes `--scenario development`',
    ],
  ])('%j is refused', (flags, message) => expect(() => select(flags)).toThrow(message));

  it('there is none in a document without', () => {
    const runbook = loadText(step('run'));
    expect(selectSteps(runbook, { only: [], skip: [] }).scenario).toBeUndefined();
    expect(() => selectSteps(runbook, { scenario: 'a', only: [], skip: [] })).toThrow(
      '--scenario a: doc.md has no scenarios',
    );
  });

  it('is named by what runs it, and kept when the run goes on', async () => {
    const args = ['--scenario', 'production'];
    const first = await runInline(DOCUMENT, { args, files: { broken: '' } });
    expect(first.exitCode).toBe(1);
    expect(first.stdout.split('\n')[0]).toContain('production · ');
    expect(eventsOf(first.events, 'run-start')[0]?.scenario).toBe('production');
    const { place } = first;
    const resumed = await command(place, 'resume', [], { files: {} });
    expect(resumed.stdout).toContain('production · ');
    expect(resumed.stdout).not.toContain('remove-dev');
  });

  it('has the items of the checklist that stand in no other', async () => {
    const { events, exitCode } = await runInline(DOCUMENT, { args: ['--scenario', 'production'] });
    expect(exitCode).toBe(0);
    const [list] = eventsOf(events, 'checklist');
    expect(list?.items.map(({ text, state, why }) => [text, state, why])).toEqual([
      ['Quick', 'unproven', 'no step in `#quick-start`'],
      ['Live', 'verified', undefined],
    ]);
  });

  it('stands in `list` and `plan`', async () => {
    const listed = await runInline(DOCUMENT, { command: 'list' });
    expect(listed.stdout).toContain('#docker · only docker\n');
    const planned = await runInline(DOCUMENT, { command: 'plan', args: ['--scenario', 'docker'] });
    expect(planned.stdout).toContain('scenario docker (of development, production, docker)\n');
    expect(planned.stdout).toContain('3 steps, 5 not selected');
  });
});
