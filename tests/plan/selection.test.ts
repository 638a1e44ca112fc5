import { describe, expect, it } from 'vitest';
import { selectSteps } from '../../src/plan/selection.ts';
import type { Selection } from '../../src/plan/types.ts';
import { loadText } from '../helpers/load-text.ts';

const RUNBOOK = loadText(`# Guide

## Install

\`\`\`bash install id=tools
\`\`\`

### Extras

\`\`\`bash install id=extras
\`\`\`

\`\`\`bash cleanup id=remove-tools
\`\`\`

## Start

\`\`\`bash run id=server
\`\`\`

\`\`\`bash require id=python
\`\`\`

\`\`\`bash test id=chat
\`\`\`

\`\`\`bash cleanup id=remove-data
\`\`\`

## Notes

Nothing to run here.
`);

function select(flags: Partial<Selection>): string {
  const { steps, cleanup, selected } = selectSteps(RUNBOOK, { only: [], skip: [], ...flags });
  const ids = [...steps, ...cleanup].map((step) => step.id).join(' ');
  return selected ? `${ids} (selected)` : ids;
}

describe('selection', () => {
  it('leaves everything in, prerequisites first, cleanup last and backwards', () => {
    expect(select({})).toBe('python tools extras server chat remove-data remove-tools');
  });

  it.each<[Partial<Selection>, string]>([
    [{ from: 'extras' }, 'python extras server chat remove-data remove-tools (selected)'],
    [{ until: 'extras' }, 'python tools extras remove-data remove-tools (selected)'],
    [
      { from: 'extras', until: 'server' },
      'python extras server remove-data remove-tools (selected)',
    ],
    [{ only: ['chat'] }, 'python chat remove-data remove-tools (selected)'],
    [{ only: ['@install'] }, 'python tools extras remove-data remove-tools (selected)'],
    [{ only: ['#install'] }, 'python tools extras remove-data remove-tools (selected)'],
    [{ only: ['#extras', 'chat'] }, 'python extras chat remove-data remove-tools (selected)'],
    [{ skip: ['#extras'] }, 'python tools server chat remove-data (selected)'],
    [{ skip: ['@cleanup'] }, 'python tools extras server chat (selected)'],
    [{ only: ['@install'], skip: ['tools'] }, 'python extras remove-data remove-tools (selected)'],
    [{ only: ['@install'], from: 'server' }, 'python remove-data remove-tools (selected)'],
    [{ only: ['remove-data'] }, 'python remove-data remove-tools (selected)'],
    [{ skip: ['#start'] }, 'python tools extras remove-tools (selected)'],
  ])('%j leaves %s', (flags, expected) => {
    expect(select(flags)).toBe(expected);
  });

  it('says that nothing is left out when the flags leave nothing out', () => {
    expect(select({ from: 'tools', until: 'chat' })).not.toContain('(selected)');
  });

  it.each<[Partial<Selection>, string]>([
    [{ from: 'sever' }, '--from sever: no step has this id; did you mean `server`?'],
    [{ only: ['@tset'] }, '--only @tset: no step has this role; did you mean `@test`?'],
    [{ skip: ['#extra'] }, '--skip #extra: no heading has this anchor; did you mean `#extras`?'],
    [{ only: ['#notes'] }, '--only #notes: this section has no step'],
    [{ only: ['@health'] }, '--only @health: no step has this role; there are `@install`'],
    [{ skip: ['python'] }, '--skip python: `require` steps always run'],
    [{ from: 'chat', until: 'tools' }, '--until tools: this step comes before --from chat'],
    [{ from: 'x9', only: ['y9'] }, '--only y9: no step has this id'],
  ])('H16: %j is refused with what could have been meant', (flags, message) => {
    expect(() => select(flags)).toThrow(message);
  });
});
