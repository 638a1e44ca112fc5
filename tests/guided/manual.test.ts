import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../engine/blocks.ts';
import { openPane } from '../helpers/pane.ts';
import { eventsOf } from '../helpers/run-inline.ts';
import { settleSurvivors } from '../helpers/survivors.ts';

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
    pane.press('Enter');
    pane.press('d');
    await pane.waitFor('Paste what it printed');
    pane.enter('nothing');
    pane.press('C-d');
    await pane.waitFor('it does not hold');
    await pane.waitFor('[d]one, paste again');
    pane.press('d');
    await pane.waitFor('Paste what it printed', 2);
    pane.enter('key abc');
    pane.press('C-d');
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

  it('fails when it is not done, with the note, and stops the run', async () => {
    const pane = await openPane(ROTATE);
    await pane.waitFor('Is it done?');
    pane.press('n');
    await pane.waitFor('Note, if any');
    pane.enter('nobody answers');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(1);
    const [end] = eventsOf(events, 'step-end');
    expect(end?.verdict).toMatchObject({
      status: 'failed',
      reason: { kind: 'not-done', note: 'nobody answers' },
    });
    expect(screen).toMatch(/not done, says .+: nobody answers/);
  });

  it.each([
    ['a', 'Why without the check?', { status: 'passed', byHand: { override: true, note: 'seen' } }],
    ['s', 'Why is it left out?', { status: 'skipped', reason: { kind: 'operator', why: 'seen' } }],
  ])('ends the run with 4 after `%s`, which needs a reason', async (key, question, verdict) => {
    const document = ROTATE.replace('<<key:word>>', '<<:word>>');
    const pane = await openPane(document.replaceAll('with ${key}', 'with').replace(' $key', ''));
    await pane.waitFor('Is it done?');
    pane.press(key);
    await pane.waitFor(question);
    pane.press('Enter');
    await pane.waitFor('the record needs a reason');
    pane.enter('seen');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(4);
    const [first, second] = eventsOf(events, 'step-end');
    expect(first?.verdict).toMatchObject(verdict);
    expect(second?.verdict.status).toBe('passed');
  });

  it('asks for what later steps read when it is done without the check', async () => {
    const pane = await openPane(ROTATE.replace('key:word', 'key:int'));
    await pane.waitFor('Is it done?');
    pane.press('a');
    await pane.waitFor('Why without the check?');
    pane.enter('by telephone');
    await pane.waitFor('Value of `key`');
    pane.enter('abc');
    await pane.waitFor('it must be of the type `int`');
    pane.press('C-u');
    pane.enter('4711');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(4);
    const [first, second] = eventsOf(events, 'step-end').map(({ verdict }) => verdict);
    expect(first).toMatchObject({
      captures: { key: '4711' },
      byHand: { override: true, note: 'by telephone' },
    });
    expect(second).toMatchObject({ status: 'passed' });
  });

  it('explains its keys with ?', async () => {
    const pane = await openPane(ROTATE, { columns: 40 });
    await pane.question('[?]');
    pane.press('?');
    await pane.until(
      'the keys again',
      (shown) => shown.split('[?]').length > 1 && shown.includes('  ?  this'),
    );
    await pane.question('[?]');
    const [, shown = ''] = pane.transcript().split('Is it done? ?\n');
    expect(shown.split('Is it done?')[0]).toMatchInlineSnapshot(`
      "  d  what it printed is held against
           what is expected
        a  done, unchecked: with a reason, and
           the values that it captures; the
           run ends with 4
        n  the step fails
        s  leave it out, with a reason
        q  to go on later
        ?  this
      "
    `);
    pane.press('C-c');
    expect((await pane.end()).exitCode).toBe(130);
  });

  it('is asked anew when Ctrl-C takes back a key', async () => {
    const pane = await openPane(ROTATE);
    const questions = [
      ['d', 'Paste what it printed'],
      ['a', 'Why without the check?'],
      ['n', 'Note, if any'],
      ['s', 'Why is it left out?'],
      ['q', 'Note, if any'],
    ] as const;
    for (const [key, question] of questions) {
      await pane.question('[?]');
      pane.press(key);
      await pane.until(question, (shown) =>
        (shown.split('Is it done?').at(-1) ?? '').includes(question),
      );
      pane.press('C-c');
    }
    await pane.question('[?]');
    pane.press('C-c');
    const { exitCode, screen } = await pane.end();
    expect(exitCode, screen).toBe(130);
  });

  it('is left to go on later, and asked again by resume', async () => {
    const pane = await openPane(ROTATE);
    await pane.waitFor('Is it done?');
    pane.press('q');
    await pane.waitFor('Note, if any');
    pane.enter('tomorrow');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(4);
    expect(eventsOf(events, 'operator')).toMatchObject([
      { action: 'quit', step: 'rotate', why: 'tomorrow' },
    ]);
    const again = await openPane('', { place: pane.place, command: 'resume', name: null });
    await again.waitFor('Is it done?');
    again.press('d');
    await again.waitFor('Paste');
    again.enter('key abc');
    again.press('C-d');
    expect(await again.end()).toMatchObject({ exitCode: 0 });
  });

  it('is interrupted by Ctrl-C like the run, with its cleanup', async () => {
    const pane = await openPane(`${ROTATE}\n\`\`\`bash cleanup id=tidy\necho tidy\n\`\`\`\n`);
    await pane.waitFor('Is it done?');
    pane.press('C-c');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(130);
    const ends = eventsOf(events, 'step-end');
    expect(ends.find(({ step }) => step === 'rotate')?.verdict.status).toBe('cancelled');
    expect(ends.find(({ step }) => step === 'tidy')?.verdict.status).toBe('passed');
  });

  it('is withdrawn at SIGTERM, and when the terminal goes away; cleanup runs', async () => {
    const document = `${ROTATE}\n\`\`\`bash cleanup id=tidy\ntouch tidied\n\`\`\`\n`;
    const stopped = await openPane(document);
    await stopped.waitFor('Is it done?');
    process.kill(await stopped.pid(), 'SIGTERM');
    const { exitCode, events, screen } = await stopped.end();
    expect(exitCode, screen).toBe(143);
    expect(eventsOf(events, 'step-end')[0]?.verdict.status).toBe('cancelled');
    const closed = await openPane(document);
    await closed.waitFor('Is it done?');
    closed.hangUp();
    expect(await settleSurvivors(closed.place.tag)).toEqual([]);
    expect(existsSync(join(closed.place.dir, 'tidied'))).toBe(true);
  });

  it('can be answered after a step that had the terminal', async () => {
    const pane = await openPane(
      documentOf([
        ['bash run id=edit tty', 'stty -echo raw; sleep 0.1'],
        ['text manual id=look', 'Look at it.'],
        ['bash run id=again tty', 'read -rp "more: " MORE; [ "$MORE" = text ]'],
      ]),
    );
    await pane.waitFor('Is it done?');
    pane.press('d');
    await pane.waitFor('Note, if any');
    pane.press('Enter');
    await pane.waitFor('more:');
    pane.enter('text');
    const { exitCode, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
  });

  it('asks the host by itself where its conditions need no text', async () => {
    const pane = await openPane(
      documentOf([
        ['text manual id=make', 'Make the file.'],
        ['assert', 'file ./made exists'],
      ]),
    );
    await pane.waitFor('Is it done?');
    pane.press('d');
    await pane.waitFor('Note, if any');
    pane.press('Enter');
    await pane.waitFor('it does not hold');
    writeFileSync(join(pane.place.dir, 'made'), '');
    await pane.waitFor('Is it done?', 2);
    pane.press('d');
    await pane.waitFor('Note, if any', 2);
    pane.press('Enter');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(eventsOf(events, 'step-end')[0]?.attempts).toBe(2);
  });

  it('is not asked when it is skipped, and one without a question is taken on the word', async () => {
    const pane = await openPane(
      documentOf([
        ['text manual id=other unless=true', 'Never mind.'],
        ['text manual id=look', 'Look at it.'],
      ]),
    );
    const shown = await pane.waitFor('Is it done?');
    expect(shown).toContain('Look at it.');
    expect(shown).not.toContain('▸ 1/2');
    pane.press('d');
    await pane.waitFor('Note, if any');
    pane.enter('fine');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(eventsOf(events, 'step-end')[1]?.verdict).toMatchObject({
      byHand: { override: false, note: 'fine' },
    });
  });

  it('shows a command with its values, quoted, and names for what is secret or not known', async () => {
    const pane = await openPane(
      documentOf(
        [
          ['bash run capture=found', 'echo "it\'s \\$5"'],
          [
            'bash manual id=by-hand',
            [
              'scp $file "$HOST:/srv/${PORT}" # $file',
              'echo $found "$found" \'$found\' "it\'s $port" \\$port',
              'curl -H "$TOKEN" $later $HOME',
            ].join('\n'),
          ],
          ['bash run id=last capture=later', 'echo x'],
        ],
        [
          '  params:',
          '    file: {default: "a b.txt"}',
          '    host: {default: example.org}',
          '    port: {type: port, default: 80}',
          '    token: {secret: true}',
        ].join('\n'),
      ),
      { env: { TOKEN: 'hush-hush' } },
    );
    const shown = await pane.waitFor('Is it done?');
    expect(shown.split('\n').filter((line) => line.startsWith('  $ '))).toEqual([
      '  $ scp \'a b.txt\' "example.org:/srv/80" # $file',
      "  $ echo 'it'\\''s $5' \"it's \\$5\" '$found' \"it's 80\" \\$port",
      '  $ curl -H "<TOKEN>" <later> $HOME',
    ]);
  });
});

describe('secrets', LONG, () => {
  const PARAMS = '  params:\n    token: {secret: true}';

  it('in a pasted text are masked, and the hash is that of what is kept', async () => {
    const pane = await openPane(
      documentOf(
        [
          ['text manual id=show', 'Show it.'],
          ['output', 'token is <<...>>'],
        ],
        PARAMS,
      ),
      { env: { TOKEN: 'hush-hush' } },
    );
    await pane.waitFor('Is it done?');
    pane.press('d');
    await pane.waitFor('Paste');
    pane.enter('token is hush-hush');
    pane.press('C-d');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    const [end] = eventsOf(events, 'step-end');
    const kept = readFileSync(end?.log ?? '', 'utf8');
    expect(kept).toBe('token is •••\n');
    expect(end?.verdict).toMatchObject({
      byHand: { pasted: createHash('sha256').update(kept).digest('hex') },
    });
  });

  it('of a `secret` step nothing of the text is kept, and no hash, which could be guessed', async () => {
    const pane = await openPane(
      documentOf([
        ['text manual id=pin secret capture=pin', 'Read the PIN.'],
        ['bash run id=use', 'echo "${#pin} $pin"'],
        ['output', '4 •••'],
      ]),
    );
    await pane.waitFor('Is it done?');
    pane.press('d');
    await pane.waitFor('Paste');
    pane.enter('4711');
    pane.press('C-d');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    const [end] = eventsOf(events, 'step-end');
    expect(end?.log).toBeUndefined();
    expect(end?.hidden).toEqual({ lines: 1, bytes: 5 });
    expect(screen).not.toContain('4711');
    expect(end?.verdict).toMatchObject({ byHand: { override: false } });
    expect(end?.verdict.status === 'passed' && end.verdict.byHand?.pasted).toBeUndefined();
    expect(JSON.stringify(events)).not.toContain('4711');
    expect(JSON.stringify(events)).not.toContain(
      createHash('sha256').update('4711\n').digest('hex'),
    );
  });
});
