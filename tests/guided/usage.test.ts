import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInline } from '../helpers/run-inline.ts';
import { fence, sections } from './documents.ts';
import { closeTerminals, endsOf, step } from './guided.ts';

closeTerminals();

const TWO = sections({
  First: fence('bash run', 'echo first'),
  Second: fence('bash run', 'echo second'),
});

describe('where nobody can be asked', () => {
  it.each([
    ['without a terminal', { command: 'step' }, 'start it on a terminal'],
    ['without one, as an option of run', { args: ['--step'] }, 'start it on a terminal'],
    ['in CI', { command: 'step', terminal: true, env: { CI: 'true' } }, 'without `CI` set'],
    [
      'with --yes',
      { command: 'step', terminal: true, args: ['--yes'] },
      '`--yes` says that nobody',
    ],
  ] as const)(
    '%s a run step by step is refused, and it says what to do',
    async (_name, options, hint) => {
      const { exitCode, stdout, stderr } = await runInline(TWO, options);
      expect(stdout + stderr).toContain('goes step by step only where somebody can be asked');
      expect(stdout + stderr).toContain(hint);
      expect(stdout + stderr).not.toContain('✔');
      expect(exitCode).toBe(2);
    },
  );
});

describe('the options of run', () => {
  it('hold for `run --step` as well: selection, params, --keep-going', async () => {
    const guided = await step(TWO, {
      line: 'run --step doc.md --only second --report jsonl=events.jsonl',
    });
    await guided.asked('1/1  Second');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual(['second passed']);
  });

  it('ask for params that have no value first', async () => {
    const document = `---\nrunbook:\n  params:\n    name: {type: string, description: Who}\n---\n\n${TWO}`;
    const guided = await step(document);
    await guided.question('name: Who');
    guided.enter('Bea');
    await guided.asked('1/2  First');
    guided.press('A');
    expect(await guided.exit()).toBe(0);
  });
});

describe('resume', () => {
  it('goes on by hand where a run by hand was left, and --step does so with any other', async () => {
    const document = TWO.replace('echo second', 'test -e fixed');
    const guided = await step(document, { line: 'run doc.md' });
    expect(await guided.exit()).toBe(1);
    guided.enter('runbook resume --step');
    await guided.asked('2/2  Second');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    await guided.exit(2);
    guided.enter('runbook resume');
    await guided.asked('2/2  Second', 2);
    writeFileSync(join(guided.dir, 'fixed'), '');
    guided.press('r');
    expect(await guided.exit(3)).toBe(0);
  });

  it('runs the block that was edited and failed as it was edited', async () => {
    const document = sections({ First: fence('bash run', 'echo one', 'test -e fixed') });
    const guided = await step(document, { env: { EDITOR: "sed -i 's/one/two/'" } });
    await guided.asked('1/1  First');
    guided.press('e');
    await guided.asked('$ echo two');
    guided.press('r');
    await guided.asked('exited with 1');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(1);
    writeFileSync(join(guided.dir, 'fixed'), '');
    guided.enter('runbook resume');
    await guided.asked('$ echo two', 2);
    guided.press('r');
    expect(await guided.exit(2)).toBe(0);
  });

  it('takes a block that was edited and passed as run: the document has not changed', async () => {
    const guided = await step(TWO, { env: { EDITOR: "sed -i 's/first/edited/'" } });
    await guided.asked('1/2  First');
    guided.press('e');
    await guided.asked('$ echo edited');
    guided.press('r');
    await guided.asked('2/2  Second');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(4);
    guided.enter('runbook resume');
    await guided.asked('2/2  Second', 2);
    const shown = guided.transcript().split('resumed run').at(-1) ?? '';
    expect(shown).toContain('done before');
    expect(shown).not.toContain('was changed');
    guided.press('r');
    expect(await guided.exit(2)).toBe(0);
  });
});

describe('what was left running', () => {
  it('stays up after q, cleanup waits, and both say how to go on', async () => {
    const document = sections({
      Server: fence('bash run background ready=file:up', 'touch up', 'exec sleep 600'),
      Next: fence('bash run', 'echo next'),
      Tidy: fence('bash cleanup', 'rm -f up'),
    });
    const guided = await step(document);
    await guided.asked('1/2  Server');
    guided.press('r');
    await guided.asked('2/2  Next');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(4);
    expect(guided.transcript()).toMatch(
      /server is still running; stop it with: runbook stop \w{4}/,
    );
    expect(guided.transcript()).toMatch(/cleanup did not run: the run was left to go on later/);
    guided.enter('runbook resume');
    await guided.asked('2/2  Next', 2);
    guided.press('r');
    await guided.question('Clean up now? (tidy)');
    guided.press('y');
    expect(await guided.exit(2)).toBe(0);
  });

  it('is stopped before it is run again', async () => {
    const document = sections({
      Server: fence('bash run background ready=file:up', 'rm -f up; touch up', 'exec sleep 600'),
      Next: fence('bash run', 'echo next'),
    });
    const guided = await step(document, { line: 'step doc.md --report jsonl=events.jsonl' });
    await guided.asked('1/2  Server');
    guided.press('r');
    await guided.asked('2/2  Next');
    guided.press('b');
    await guided.asked('1/2  Server', 2);
    guided.press('r');
    await guided.asked('2/2  Next', 2);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    const events = guided
      .events()
      .map((event) => ('step' in event ? `${event.type} ${event.step}` : event.type));
    expect(events.filter((event) => event.startsWith('background-stopped'))).toEqual([
      'background-stopped server',
      'background-stopped server',
    ]);
  });
});
