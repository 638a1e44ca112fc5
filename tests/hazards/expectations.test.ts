import { describe, expect, it } from 'vitest';
import { type Block, reasonOf, runBlocks } from '../engine/blocks.ts';

/** Prints the text and holds it against the expectation. */
function printed(text: string, info: string, ...lines: string[]): Block[] {
  return [
    ['bash run', `cat <<'END'\n${text}\nEND`],
    [info, lines.join('\n')],
  ];
}

describe('verdicts that must not be wrong', () => {
  it.each<[string, Block[]]>([
    [
      'H10: a repeated glob and a line that it fits',
      printed('abc\nabc', 'output', 'a* (glob*)', 'abc'),
    ],
    ['H10: a hole whose end occurs twice', printed('axbxb', 'output', 'a<<...>>b')],
    ['H10: the right one of several candidates', printed('b\nx\nb\nc', 'output', '...', 'b', 'c')],
    ['H14: a line ending in ` ()`', printed('call ()', 'output', 'call ()')],
    [
      'H14: a line that looks like a command',
      printed('$ ls\n> x\n# y', 'output', '$ ls', '> x', '# y'),
    ],
    ['H14: a blank line', printed('a\n\nb', 'output', 'a', '', 'b')],
    ['H14: dots at the end of a text', printed('Loading...', 'output', 'Loading...')],
  ])('pass: %s', async (_, blocks) => {
    const result = await runBlocks(blocks);
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it.each<[string, Block[]]>([
    ['H11: a longer text than the alternative', printed('seashore', 'output', 'sea|sand (re)')],
    ['H11: the same for a whole text', printed('seashore', 'output match=regex', 'sea|sand')],
    [
      'H12: what takes others exponential time',
      printed(`${'a'.repeat(5000)}b`, 'output', '(a+)+$ (re)'),
    ],
    [
      'H14: dots at the end of a text that is another',
      printed('Loading data', 'output', 'Loading...'),
    ],
    ['H32: a similar word', printed('Failed', 'output', 'Succeeded')],
    [
      'H32: a similar word in another order',
      printed('b\nFailed', 'output match=unordered', 'Succeeded', 'b'),
    ],
    ['a line that may not occur', printed('a\nERROR 5', 'output', '...', 'ERROR.* (re never)')],
  ])('fail: %s', async (_, blocks) => {
    const result = await runBlocks(blocks);
    expect(result.exitCode, result.stdout).toBe(1);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'expectation' });
  });

  it('H13: a million lines are aligned without recursion and in little memory', async () => {
    const lines = ['...', '10<<a:int>>', '...', '5<<:int>>', '...', '999998', '...'];
    const result = await runBlocks(
      [
        ['bash run', 'seq 1000000'],
        ['output', lines.join('\n')],
        ['bash test', 'echo "$a"; grep VmHWM "/proc/$PPID/status"'],
      ],
      { timeoutMs: 60_000 },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    const [captured, peak] = result.logs['step-2']?.split('\n') ?? [];
    expect(captured).toBe('0');
    const kilobytes = Number(/(\d+) kB/.exec(peak ?? '')?.[1]);
    expect(kilobytes).toBeGreaterThan(10 * 1024);
    expect(kilobytes).toBeLessThan(200 * 1024);
  }, 90_000);
});

describe('an expectation about a file', () => {
  const write: Block = [
    'bash run',
    'mkdir -p etc && printf "port=8080\\nhost=h\\n" > etc/app.conf; d=etc',
  ];

  it('reads it relative to the shell’s directory, with values and captures', async () => {
    const result = await runBlocks([
      ['bash run', 'echo dir etc'],
      ['output', 'dir <<dir:path>>'],
      write,
      ['ini expect from=file:${dir}/app.conf', 'port=<<port:int>>\n...'],
      ['bash run', 'cd etc; echo "$port"'],
      ['output', '8080'],
      ['text expect from=file:app.conf match=unordered', 'host=h\nport=8080'],
    ]);
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    // `output` and a file can stand together; the directory is the one that the step left.
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 passed', 'step-3 passed']);
  });

  it('that is not there fails the step, and says so', async () => {
    const result = await runBlocks([write, ['ini expect from=file:etc/other.conf', 'a']]);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('`etc/other.conf` does not exist');
  });
});

it('types of one’s own hold in lines, in JSON and with `vary`', async () => {
  const result = await runBlocks(
    [
      ...printed('pod/web-abc12 created', 'output', 'pod/<<pod:pod>> created'),
      ...printed('{"pod": "web-abc12", "n": 1}', 'json expect', '{"pod": "<<p:pod>>"}'),
      ...printed('db-00000 is up', 'output vary=pod', 'web-abc12 is up'),
      ...printed('db-0000 is up', 'output vary=pod', 'web-abc12 is up'),
    ],
    { frontMatter: "  types: {pod: '[a-z]+-[a-z0-9]{5}'}" },
  );
  expect(result.statuses).toEqual([
    'step-1 passed',
    'step-2 passed',
    'step-3 passed',
    'step-4 failed',
  ]);
});

it('a line that may not occur is shown beside the one that fits it', async () => {
  const result = await runBlocks(printed('a\nERROR 5', 'output', 'a', 'ERROR.* (re never)', '...'));
  expect(
    result.stdout
      .split('\n')
      .filter((line) => line.includes('│'))
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "   11      │ - ERROR.* (re never)
             2 │ + ERROR 5
               │ line 11 of the document says never, but line 2 fits it"
  `);
});
