/** Ends of a run that its caller wants: nothing of it is left, and cleanup has run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitForText } from '../helpers/terminal.ts';
import { runScript, startScript } from './run-script.ts';

/** A server, a step that takes for ever and ignores SIGTERM in a child, and cleanup. */
const ENDLESS = `# Endless

\`\`\`bash run id=server background ready=file:up
: >up; while :; do sleep 0.05; done
\`\`\`

\`\`\`bash run id=endless
(trap : TERM; while :; do sleep 0.05; done) &
echo begun >begun
sleep 1000
\`\`\`

\`\`\`bash run id=never
: >never
\`\`\`

\`\`\`bash cleanup id=tidy
: >tidied
\`\`\`
`;

/** What became of it, said by the script that follows. */
const TELL = `
const { exitCode, summary } = await started.result;
say([exitCode, existsSync('tidied'), existsSync('never')]);
`;

/** Resolves when the endless step is under way. */
const BEGUN = `const begun = async () => { while (!existsSync('begun')) await new Promise((resolve) => setTimeout(resolve, 20)); };
`;

describe('a run that its caller ends', () => {
  it.each([
    [
      'break',
      `for await (const { step, type } of started) if (type === 'step-start' && step === 'endless') break;`,
    ],
    [
      'an exception in the loop, which is the one that is thrown',
      `try {
  for await (const { step, type } of started) if (type === 'step-start' && step === 'endless') throw new Error('mine');
} catch ({ message }) { if (message !== 'mine') say(message); }`,
    ],
    ['break before anything has come', `for await (const event of started) break;`],
    ['interrupt', `await begun(); started.interrupt();`],
    ['interrupt before it has begun', `started.interrupt();`],
    ['a signal', `await begun(); control.abort();`],
    [
      'a signal, and then leaving the loop',
      `for await (const { step, type } of started) if (type === 'step-start' && step === 'endless') { control.abort(); break; }`,
    ],
  ])('is stopped and cleaned up: %s', async (_how, code) => {
    const { said, stderr, exitCode, survivors } = await runScript(
      `${BEGUN}const control = new AbortController();
const started = run({ path: 'doc.md' }, { signal: control.signal });
${code}${TELL}`,
      { document: ENDLESS },
    );
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    // Where no step had begun there is nothing to be cleaned up.
    const isBegun = !/before|has come/.test(_how);
    expect(said).toEqual([[143, isBegun, false]]);
    expect(await survivors()).toEqual([]);
  });

  it('is over when the loop is left, and the loop says the signal when it is not', async () => {
    const { said, survivors } = await runScript(
      `const started = run({ path: 'doc.md' });
for await (const { step, type } of started) if (type === 'step-start' && step === 'endless') break;
say(existsSync('tidied'));
const other = run({ path: 'doc.md' });
for await (const event of other) {
  if (event.type === 'step-start' && event.step === 'endless') other.interrupt('SIGINT');
  if (event.type === 'interrupted') say(event.signal);
}
say((await other.result).exitCode);`,
      { document: ENDLESS },
    );
    expect(said).toEqual([true, 'SIGINT', 130]);
    expect(await survivors()).toEqual([]);
  });

  it('has no time for cleanup when it is interrupted twice', async () => {
    const { said, survivors } = await runScript(
      `${BEGUN}const started = run({ path: 'doc.md' });
await begun();
started.interrupt('SIGHUP');
for await (const { step, type } of started) if (type === 'step-start' && step === 'tidy') started.interrupt();
const { exitCode } = await started.result;
say([exitCode, existsSync('tidied')]);
started.interrupt();`,
      { document: ENDLESS.replace(': >tidied', 'sleep 1000; : >tidied') },
    );
    expect(said).toEqual([[129, false]]);
    expect(await survivors()).toEqual([]);
  });

  it('is a run that has passed when it is left behind its last event', async () => {
    const { said, stderr } = await runScript(
      `const started = run('# A\\n\\n\`\`\`bash run\\n:\\n\`\`\`\\n');
for await (const { type } of started) if (type === 'run-end') break;
started.interrupt();
say((await started.result).exitCode);`,
    );
    expect(stderr).toBe('');
    expect(said).toEqual([0]);
  });

  it('runs nothing when the signal has been aborted before', async () => {
    const { said } = await runScript(
      `const started = run({ path: 'doc.md' }, { signal: AbortSignal.abort() });
for await (const { type } of started) say(type);
say((await started.result).exitCode);
say([existsSync('up'), existsSync('begun'), existsSync('tidied')]);`,
      { document: ENDLESS },
    );
    expect(said.at(-2)).toBe(143);
    expect(said.at(-1)).toEqual([false, false, false]);
  });

  it('does not hold up a reader who waits for the next event when another one leaves', async () => {
    const { said } = await runScript(
      `const started = run({ path: 'doc.md' });
const events = started[Symbol.asyncIterator]();
const types = [];
while (types.at(-1) !== 'endless') types.push((await events.next()).value.step);
const open = events.next();
await events.return();
say(await open);
say(await events.next());`,
      { document: ENDLESS },
    );
    expect(said).toEqual([{ done: true }, { done: true }]);
  });
});

describe('signals to the process', () => {
  it('interrupt a run that is to handle them', async () => {
    const { child, place, end } = startScript(
      `const started = run({ path: 'doc.md' }, { handleSignals: true });
const { exitCode } = await started.result;
say([exitCode, existsSync('tidied'), process.listenerCount('SIGINT')]);`,
      { document: ENDLESS },
    );
    await waitForText(join(place.dir, 'begun'), () => 'the step has not begun');
    child.kill('SIGINT');
    const { said, exitCode, survivors } = await end;
    expect(said).toEqual([[130, true, 0]]);
    expect(exitCode).toBe(0);
    expect(await survivors()).toEqual([]);
  });

  it('are otherwise for whoever owns the process', async () => {
    const { child, place, end } = startScript(
      `process.once('SIGTERM', () => { say('mine'); started.interrupt('SIGTERM'); });
const started = run({ path: 'doc.md' });
say((await started.result).exitCode);`,
      { document: ENDLESS },
    );
    await waitForText(join(place.dir, 'begun'), () => 'the step has not begun');
    child.kill('SIGTERM');
    const { said, survivors } = await end;
    expect(said).toEqual(['mine', 143]);
    expect(existsSync(join(place.dir, 'tidied'))).toBe(true);
    expect(await survivors()).toEqual([]);
  });

  it('reach any number of runs without a word of Node about listeners, and leave none behind', async () => {
    const { said, stderr, survivors } = await runScript(
      `const control = new AbortController();
const runs = Array.from({ length: 12 }, (_, index) => run({ path: 'doc.md' }, { workdir: 'w' + index, signal: control.signal, handleSignals: true }));
say(process.listenerCount('SIGINT') <= 1);
while (!runs.every((_, index) => existsSync('w' + index + '/begun'))) await new Promise((resolve) => setTimeout(resolve, 20));
control.abort();
say([...new Set((await Promise.all(runs.map(({ result }) => result))).map(({ exitCode }) => exitCode))]);
say(process.listenerCount('SIGINT'));`,
      { document: '# A\n\n```bash run\n: >begun; sleep 1000\n```\n' },
    );
    expect(stderr).toBe('');
    expect(said).toEqual([true, [143], 0]);
    expect(await survivors()).toEqual([]);
  });
});
