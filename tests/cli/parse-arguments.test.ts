import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { readPlanOptions } from '../../src/cli/plan-options.ts';
import { UsageError } from '../../src/plan/usage-error.ts';

async function refuse(line: string): Promise<string> {
  const error = await parseArguments(line.split(' ').filter(Boolean)).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UsageError)) throw new Error(`was accepted: ${line}`);
  return [error.message, ...error.hints].join(' | ');
}

describe('a command line', () => {
  it('gives lists, values and switches their types, wherever they stand', async () => {
    const argv = '--keep run --only a doc.md --only=@test --set x=1 -q --timeout 5m'.split(' ');
    const { command, operands, flags } = await parseArguments(argv);
    expect({ command, operands }).toEqual({ command: 'run', operands: ['doc.md'] });
    expect(flags).toMatchObject({
      keep: true,
      cleanup: false,
      only: ['a', '@test'],
      skip: [],
      set: ['x=1'],
      quiet: true,
      timeout: '5m',
      from: undefined,
    });
  });

  it('takes what follows -- as operands', async () => {
    expect(await parseArguments(['check', '--', '--odd.md'])).toMatchObject({
      operands: ['--odd.md'],
    });
  });

  it('keeps every = of a value', async () => {
    const { flags } = await parseArguments(['plan', 'd', '--set', 'url=http://x/?a=b']);
    expect(readPlanOptions(flags).set.get('url')).toBe('http://x/?a=b');
  });
});

describe('H16: a command line is refused', () => {
  it.each([
    ['', 'no command was given | `runbook --help` lists the commands'],
    ['rnu doc.md', 'there is no command `rnu` | did you mean `run`?'],
    ['doc.md', 'there is no command `doc.md` | the commands are'],
    ['doc.md', 'to run the document: `runbook run doc.md`'],
    ['run doc.md --form x', '`run` has no option `--form` | did you mean `--from`?'],
    ['list doc.md --keep', '`list` has no option `--keep`'],
    ['run doc.md -x', '`run` has no option `-x`'],
    ['run', '`run` needs a document'],
    ['completion', '`completion` needs a shell'],
    ['import', '`import` needs a file'],
    ['resume a b', '`resume` takes one run, and there are 2: a b'],
    ['init a b', '`init` takes one folder, and there are 2: a b'],
    ['run a.md b.md', '`run` takes one document, and there are 2: a.md b.md'],
    ['run doc.md --from', '`--from` needs a value: `--from ID`'],
    ['run doc.md --from --keep', '`--from` needs a value: `--from ID`'],
    ['run doc.md --keep=yes', '`--keep` takes no value'],
    ['run doc.md --from a --from b', '`--from` is given more than once'],
    ['report', '`report` needs a run'],
    ['resume a b', '`resume` takes one run, and there are 2: a b'],
    ['run doc.md --sandbox', '`--sandbox` is not yet available in this version'],
  ])('`%s`', async (line, message) => {
    expect(await refuse(line)).toContain(message);
  });

  it.each(['port', '=x'])('with --set %s, which is not repeated', async (text) => {
    const { flags } = await parseArguments(['run', 'd', '--set', text]);
    expect(() => readPlanOptions(flags)).toThrow('`--set` takes a name and a value');
  });
});
