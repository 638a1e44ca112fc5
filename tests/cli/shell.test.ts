import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fence, sections } from '../guided/documents.ts';
import { closeTerminals, type Guided, promptOf, step } from '../guided/guided.ts';
import { runInline } from '../helpers/run-inline.ts';
import { settleSurvivors } from '../helpers/survivors.ts';

closeTerminals();

const DOCUMENT = sections({
  First: fence('bash run', 'mkdir -p deep; cd deep; x=one; export Y=two; f() { echo "f of $x"; }'),
  Second: `${fence('bash run', 'x=second; echo "got 42"')}\n${fence('output', 'got <<n:int>>')}`,
  Third: fence('bash run', 'cd ..; x=failed', 'false'),
  Tidy: fence('bash cleanup', 'x=tidied'),
});

/** A shell after a run that failed at its third step. */
async function openAfterRun(line: string): Promise<Guided> {
  const guided = await step(DOCUMENT, { line: 'run doc.md' });
  expect(await guided.exit()).toBe(1);
  guided.enter(line);
  return guided;
}

describe('runbook shell', () => {
  it('opens a shell in the state that the last step has left, a failed one as well', async () => {
    const guided = await openAfterRun('runbook shell doc.md');
    await guided.question(promptOf('~/work'));
    expect(guided.transcript()).toContain('after `third` of run');
    expect(guided.transcript()).toContain('its cleanup has run');
    guided.enter('echo "$x $Y"; f; echo "n=$n"');
    await guided.waitFor('\nn=42');
    expect(guided.transcript()).toContain('\nfailed two\nf of failed\n');
    guided.enter('exit 3');
    expect(await guided.exit(2)).toBe(0);
  });

  it('--at opens it as another step has left it', async () => {
    const guided = await openAfterRun('runbook shell doc.md --at first');
    await guided.question(promptOf('~/work/deep'));
    guided.enter('echo "$x n=$n."');
    await guided.waitFor('\none n=.');
    guided.press('C-d');
    expect(await guided.exit(2)).toBe(0);
  });

  it('--at names the nearest step when there is none of that name', async () => {
    const guided = await openAfterRun('runbook shell doc.md --at secnd');
    expect(await guided.exit(2)).toBe(2);
    expect(guided.transcript()).toContain('did you mean `second`?');
    expect(guided.transcript()).toContain('these have: first, second, third');
  });

  it('takes the id of a run', async () => {
    const guided = await step(DOCUMENT, { line: 'run doc.md' });
    expect(await guided.exit()).toBe(1);
    const [run] = readdirSync(`${guided.home}/.local/state/runbook/runs`);
    guided.enter(`runbook shell ${run}`);
    await guided.question(promptOf('~/work'));
    guided.press('C-d');
    expect(await guided.exit(2)).toBe(0);
  });

  it('H36: has no secret in its state, and says so', async () => {
    const document = `---\nrunbook:\n  params:\n    token: {type: string, secret: true, env: TOKEN}\n---\n\n${sections(
      { Use: fence('bash run', 'copy=$TOKEN; plain=kept') },
    )}`;
    const guided = await step(document, { line: '' });
    guided.enter('TOKEN=s3cr3tvalue runbook run doc.md');
    expect(await guided.exit()).toBe(0);
    guided.enter('runbook shell doc.md');
    await guided.question(promptOf('~/work'));
    expect(guided.transcript()).toContain('without a value, since secrets are not stored: token');
    expect(guided.transcript()).toContain('not restored, since a secret was in it: copy');
    guided.enter('echo "<$copy$TOKEN> $plain"');
    await guided.waitFor('\n<> kept');
    guided.press('C-d');
    expect(await guided.exit(2)).toBe(0);
  });

  it('is ended with all that runs in it when its terminal is closed', async () => {
    const guided = await openAfterRun('runbook shell doc.md');
    await guided.question(promptOf('~/work'));
    guided.enter('sleep 600');
    await guided.waitFor('sleep 600');
    guided.hangUp();
    expect(await settleSurvivors(guided.tag)).toEqual([]);
  });

  it('needs a terminal, and a run', async () => {
    const none = await runInline(DOCUMENT, { command: 'shell' });
    expect(none.stderr).toContain('a shell takes a terminal');
    expect(none.exitCode).toBe(2);
    const guided = await step(DOCUMENT, { line: 'shell doc.md' });
    expect(await guided.exit()).toBe(2);
    expect(guided.transcript()).toContain('run it first: runbook run doc.md');
  });
});
