import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openPane } from '../helpers/pane.ts';
import { eventsOf } from '../helpers/run-inline.ts';

const LONG = { timeout: 60_000 };

const ROTATE = `# Doc

## Rotate the key

\`\`\`text manual id=rotate
Ask security for a key.
\`\`\`

\`\`\`output
key <<key:word>>
\`\`\`

## Use it

\`\`\`bash run id=use
echo "with $key"
\`\`\`

\`\`\`output
with \${key}
\`\`\`
`;

describe('a manual step on a terminal', LONG, () => {
  it('holds what is pasted against its expectations, asks again, and captures from it', async () => {
    const pane = await openPane(ROTATE);
    await pane.waitFor('Is it done?');
    await pane.press('Enter');
    await pane.press('d');
    await pane.waitFor('Paste what it printed');
    await pane.enter('nothing');
    await pane.press('C-d');
    await pane.waitFor('it does not hold');
    await pane.press('d');
    await pane.waitFor('paste again');
    await pane.enter('key abc');
    await pane.press('C-d');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    const [failed] = eventsOf(events, 'attempt-failed');
    expect(failed).toMatchObject({ step: 'rotate', attempt: 1, reason: { kind: 'expectation' } });
    const [end] = eventsOf(events, 'step-end');
    const kept = readFileSync(end?.log ?? '', 'utf8');
    expect(kept).toBe('key abc\n');
    expect(end?.verdict).toMatchObject({
      status: 'passed',
      captures: { key: 'abc' },
      byHand: { override: false, pasted: createHash('sha256').update(kept).digest('hex') },
    });
    expect(screen).toContain('done by');
  });
});
