import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runInline, startInline } from '../helpers/run-inline.ts';
import { DRIFTED, documentOf, update } from './updating.ts';

const UPDATED = DRIFTED.replace('Hello', 'hello');

describe('what is done with the changes', () => {
  it('without a person and an option they are shown, and nothing is written', async () => {
    const result = await update(DRIFTED, []);
    expect(result.stdout).toMatchInlineSnapshot(`
      "--- a/doc.md
      +++ b/doc.md
      @@ -3,5 +3,5 @@
       \`\`\`
       
       \`\`\`output
      -Hello
      +hello
       \`\`\`
      "
    `);
    expect(result.stderr).toContain('nothing was written: `--yes` writes the changes');
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(DRIFTED);
  });

  it('what is on stdout is a patch that `git apply` takes', async () => {
    const result = await update(DRIFTED, []);
    execFileSync('git', ['apply', '-'], { cwd: result.dir, input: result.stdout });
    expect(documentOf(result)).toBe(UPDATED);
  });

  it('--yes writes them', async () => {
    const result = await update(DRIFTED, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(UPDATED);
    expect(result.stderr).toContain('doc.md: 1 change written');
  });

  it('-y is the same', async () => {
    expect(documentOf(await update(DRIFTED, ['-y']))).toBe(UPDATED);
  });

  it('--check says whether there are any', async () => {
    const drifted = await update(DRIFTED, ['--check']);
    expect(drifted.exitCode).toBe(1);
    expect(documentOf(drifted)).toBe(DRIFTED);
    expect((await update(UPDATED, ['--check'])).exitCode).toBe(0);
  });

  it('--stdout prints the document and nothing else', async () => {
    const result = await update(DRIFTED, ['--stdout']);
    expect(result).toMatchObject({ exitCode: 0, stdout: UPDATED });
    expect(documentOf(result)).toBe(DRIFTED);
  });

  it('two ways at once are refused', async () => {
    const result = await update(DRIFTED, ['--yes', '--check']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('`--yes` and `--check`: give one of them');
  });

  it('a document that holds is left alone', async () => {
    const result = await update(UPDATED, ['--yes']);
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toContain('doc.md: nothing to update');
  });

  it('updating an updated document changes nothing', async () => {
    const first = await update(DRIFTED, ['--stdout', '--add']);
    const second = await update(first.stdout, ['--stdout', '--add']);
    expect(second.stdout).toBe(first.stdout);
  });
});

describe('the run', () => {
  it('goes on as if the expectation held, with its captures', async () => {
    const document =
      '```bash run\necho "Port: 80"\n```\n\n```output\nport <<p:int>>\n```\n\n' +
      '```bash run\necho "at $p"\n```\n\n```output\nAt ${p}\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(
      document.replace('port <<p', 'Port: <<p').replace('At ${p}', 'at ${p}'),
    );
  });

  it('only what fails in the last attempt is taken over', async () => {
    const document =
      '```bash health within=10s every=100ms\necho x >>n; wc -l <n\n```\n\n```output\n3\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document);
  });

  it('what a step with attempts ends with is taken over', async () => {
    const document =
      '```bash test retry=2 backoff=10ms\necho x >>n; wc -l <n\n```\n\n```output\n9\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('9', '3'));
  });

  it('what a background step has logged when its time is up is taken over', async () => {
    const document =
      '```bash run background ready=log:/up/ within=4s\necho up; exec sleep 60\n```\n\n```output\nUp\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('Up', 'up'));
    expect(await result.survivors()).toEqual([]);
  });

  it('a step that fails otherwise ends it, and what was found is written', async () => {
    const document = `${DRIFTED}\n\`\`\`bash run\nfalse\n\`\`\`\n`;
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document.replace('Hello', 'hello'));
  });

  it('nothing executed is no success', async () => {
    expect((await update('# nothing\n', ['--yes'])).exitCode).toBe(3);
  });

  it('an invalid document is refused', async () => {
    expect((await update('```bash run nonsense\n```\n', ['--yes'])).exitCode).toBe(2);
  });

  it('H20: Ctrl-C during the run writes nothing', async () => {
    const document = `${DRIFTED}\n\`\`\`bash run\necho waiting; sleep 60\n\`\`\`\n`;
    const started = startInline(document, { command: 'update', args: ['--yes', '--verbose'] });
    await started.waitFor('echo hello');
    started.kill('SIGINT');
    const result = await started.result;
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toContain('interrupted: nothing was written');
    expect(documentOf(result)).toBe(document);
    expect(await result.survivors()).toEqual([]);
  });

  it('H20: `run` never writes the document', async () => {
    const result = await runInline(DRIFTED);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(DRIFTED);
  });
});

describe('what is not updated', () => {
  it('a pattern that fails is reported, and is no longer there only on an answer', async () => {
    const document = '```bash run id=a\necho long\n```\n\n```output\ntook \\d+s (re)\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document);
    expect(result.stderr).toContain(
      'not updated doc.md:6 `output` of `a`: the pattern `took \\d+s (re)` does not hold',
    );
  });

  it('conditions are written by hand', async () => {
    const document = '```bash run id=a\necho x\n```\n\n```assert\nstdout contains "y"\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document);
    expect(result.stderr).toContain(
      'not updated doc.md:5 `assert` of `a`: it says what is meant, and is written by hand',
    );
  });

  it('an exit code is not, without --accept-exit', async () => {
    const document = '```bash run\nexit 3\n```\n\n```bash run exit=1\nexit 2\n```\n';
    const refused = await update(document, ['--yes']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      'not updated doc.md:1 `step-1`: it ended with exit code 3, which only `--accept-exit` takes over',
    );
    expect(documentOf(refused)).toBe(document);
    const accepted = await update(document, ['--yes', '--accept-exit']);
    expect(accepted.exitCode).toBe(0);
    expect(documentOf(accepted)).toBe(
      '```bash run exit=3\nexit 3\n```\n\n```bash run exit=2\nexit 2\n```\n',
    );
  });

  it.each<[string, string]>([
    ['an output', '```bash diagnose id=look\necho taken\n```\n\n```output\nfree\n```\n'],
    ['an exit code', '```bash diagnose id=look\nexit 3\n```\n'],
  ])('what a `diagnose` step has found is not, but remains a likely cause: %s', async (_, look) => {
    const failing =
      '```bash run on-fail=#help\necho x\n```\n\n```assert\nstdout contains "y"\n```\n';
    const document = `${failing}\n# Help\n\n${look}`;
    const result = await update(document, ['--yes', '--accept-exit', '--add']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document);
    expect(result.stdout + result.stderr).toContain('likely cause: look');
  });

  it('a large output is not put into a document', async () => {
    const document = '```bash run id=a\nseq 10001\n```\n\n```output\n1\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document);
    expect(result.stderr).toContain(
      'not updated doc.md:5 `output` of `a`: output has 10,001 lines',
    );
  });

  it('a secret is not put into a document', async () => {
    const document =
      '---\nrunbook:\n  params:\n    token: {type: string, secret: true}\n---\n' +
      '```bash run\necho "token $TOKEN"\n```\n\n```output\nx\n```\n';
    const result = await update(document, ['--yes'], { env: { TOKEN: 'hunter2secret' } });
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('\nx\n', '\ntoken •••\n'));
    const again = await update(documentOf(result), ['--check'], {
      env: { TOKEN: 'hunter2secret' },
    });
    expect(again.exitCode).toBe(0);
  });
});

describe('steps with several attempts', () => {
  it('take over what one attempt printed, or a pattern where several have to pass', async () => {
    const once = '```bash test\necho "n 1"\n```\n\n```output\nn 0\n```\n';
    const counted = 'echo x >>n; echo "n $(wc -l <n)"';
    const stable = once.replace('test', 'test stable=3').replace('echo "n 1"', counted);
    expect(documentOf(await update(once, ['--yes']))).toContain('\nn 1\n');
    const result = await update(stable, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toContain('\nn <<:int>>\n');
  });
});
