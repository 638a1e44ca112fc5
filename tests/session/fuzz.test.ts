import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, runBlocks } from '../engine/blocks.ts';
import { eventsOf } from '../helpers/run-inline.ts';

/** More of them, or the same again: `RUNBOOK_FUZZ_RUNS=1000 RUNBOOK_FUZZ_SEED=1`. */
const RUNS = Number(process.env['RUNBOOK_FUZZ_RUNS'] ?? 24);
const SEED = Number(process.env['RUNBOOK_FUZZ_SEED'] ?? 7);

/** What is hard on a shell, to be put together in any order. */
const FRAGMENTS = [
  ...[
    'exec 0<&- 1>&- 2>&-',
    'exec 3>&- 10>&- 11>&- 255>&-',
    'exec >/dev/full',
    'exec 2>&1 >/dev/null',
  ],
  ...['kill -9 $$', 'kill -TERM $$', 'kill -STOP $$', 'kill -HUP 0', '(sleep 0.02; kill -9 $$) &'],
  ...['exec true', 'exec false', 'exec /nonexistent', 'exec bash -c "exit 3"', 'exit', 'return 3'],
  ...[
    "trap 'exit 0' EXIT",
    "trap 'exit 9' ERR",
    "trap ':' DEBUG",
    "trap '' TERM INT HUP",
    'trap - EXIT ERR',
  ],
  ...["trap 'kill -9 $$' EXIT", "trap 'exit 0' USR1", 'kill -USR1 $$', "trap 'false' RETURN"],
  ...['set -n', 'set -t', 'set -k', 'set -u', 'set +eE', 'set -o posix', 'set -- "$@" x', 'false'],
  ...[
    'builtin() { :; }',
    'printf() { return 1; }',
    'trap() { :; }',
    'alias builtin=:',
    'function . { :; }',
  ],
  ...[
    'unset PATH',
    'IFS=0',
    'PWD=/x',
    'unset PWD OLDPWD',
    'declare -r IFS',
    'LC_ALL=nowhere',
    'umask 777',
  ],
  ...[
    'ulimit -n 6',
    'ulimit -f 0',
    'enable -n trap',
    'enable -n set',
    'shopt -s extdebug',
    'shopt -s failglob',
  ],
  ...[
    'sleep 987 &',
    'setsid sleep 1 &',
    'sleep 987 & disown',
    'coproc cat',
    'exec 9< <(sleep 987)',
  ],
  ...[
    'mkdir -p d; cd d; rmdir ../d',
    'cat',
    'read -r x',
    'printf "\\036%.0s" {1..40}',
    'yes | head -c 300000',
  ],
  ...[
    'x=(1 2); x[7]=y',
    'declare -A m=([k]=v)',
    'export BIG; printf -v BIG "%300000s"',
    "eval 'x=('",
  ],
  ...[
    'unset -f builtin trap printf',
    'unset -f .; unset builtin',
    'readonly -f trap; trap "" EXIT',
    'enable -n builtin',
    'command_not_found_handle() { exit 0; }; nothing-of-this-name',
  ],
  ...[
    'kill -9 0',
    'kill -STOP 0',
    'suspend -f',
    "trap 'kill -STOP $$' ERR; false",
    "trap 'exec true' EXIT",
    "trap 'trap - EXIT; exit 0' EXIT ERR",
  ],
  ...[
    'BASH_XTRACEFD=10; set -x; unset BASH_XTRACEFD',
    'for fd in {3..30}; do eval "exec $fd>&-"; done',
    'for fd in {3..30}; do eval "exec $fd>/dev/null"; done',
    'exec 0</dev/zero',
    'printf "\\0%.0s" {1..5000}',
  ],
  ...[
    'break 9; continue 9',
    'declare -n ref=ref; ref=1',
    'readonly PATH PWD OLDPWD BASHOPTS',
    'POSIXLY_CORRECT=1',
    'TMOUT=1; BASH_ENV=/dev/zero; PROMPT_COMMAND=false',
    'f() { f; }; ulimit -s 256; f',
  ],
  ...['if', 'done', ')', "'", '"', '$(', '`', '<<E', '((', '[[', '}', '\\'],
];

const bytes = fc
  .uint8Array({ minLength: 1, maxLength: 2000 })
  .map((array) => Buffer.from(array).toString('base64'));

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 2, arbitrary: bytes.map((text) => `base64 -d <<<${text} >f; . ./f`) },
  { weight: 1, arbitrary: bytes.map((text) => `base64 -d <<<${text}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 200_000 }).map((n) => `: ${'y'.repeat(n)}`) },
);

const step = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));

describe('a session that is treated badly', () => {
  it(
    `always ends with a verdict for every step, and leaves no process (seed ${SEED})`,
    async () => {
      const property = fc.asyncProperty(step, step, async (first, second) => {
        const result = await runBlocks([...blocksOf(first, second)], { timeoutMs: 60_000 });
        const seen = `${first}\n---\n${second}\n---\n${result.stdout}${result.stderr}`;
        expect(result.signal, seen).toBe(null);
        expect(await result.survivors(), seen).toEqual([]);
        // What is no valid document has not run.
        if (result.exitCode === 2) return;
        expect(result.exitCode, seen).toBe(1);
        expect(eventsOf(result.events, 'run-end'), seen).toHaveLength(1);
        expect(Object.keys(result.verdicts), seen).toEqual(['first', 'second', 'bad', 'clean']);
        expect(result.verdicts['bad']?.status, seen).toBe('failed');
      });
      await fc.assert(property, { numRuns: RUNS, seed: SEED });
    },
    10_000 + RUNS * 15_000,
  );
});

function blocksOf(first: string, second: string): Block[] {
  return [
    ['bash run id=first keep-going timeout=1s', first],
    ['bash run id=second keep-going timeout=1s', second],
    ['bash run id=bad keep-going timeout=5s', '\\builtin return 7'],
    ['bash cleanup id=clean timeout=5s', '\\builtin :'],
  ];
}
