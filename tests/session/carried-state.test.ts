import { describe, expect, it } from 'vitest';
import { runBlocks } from '../engine/blocks.ts';

/** What a first step does, what a second one prints, and what that must be. */
const CARRIED: readonly (readonly [what: string, first: string, second: string, seen: string])[] = [
  ['a variable', 'x="a b"', 'echo "$x"', 'a b'],
  ['a value with newlines and quotes', `x=$'a\\n"b" \\'c\\''`, 'printf "%s" "$x"', `a\n"b" 'c'`],
  ['an exported variable', 'export X=1', "bash -c 'echo $X'", '1'],
  ['an exported variable that was changed', 'export X=1; X=2', "bash -c 'echo $X'", '2'],
  ['that a variable was removed', 'unset HOME', `echo "[\${HOME-gone}]"`, '[gone]'],
  ['a function', 'f() { echo "f $1"; }', 'f 1', 'f 1'],
  ['an exported function', 'f() { echo f; }; export -f f', 'bash -c f', 'f'],
  ['an alias', "alias hi='echo hello'", 'hi', 'hello'],
  ['the directory', 'mkdir d; cd d', 'basename "$PWD"', 'd'],
  ['the previous directory', 'mkdir d; cd d', 'cd - >/dev/null; ls', 'd\ndoc.md'],
  ['the umask', 'umask 027', 'umask', '0027'],
  ['an option of shopt', 'shopt -s nullglob', 'echo [no*such]', ''],
  ['an extended pattern', 'shopt -s extglob', '[[ aa == +(a) ]] && echo yes', 'yes'],
  ['an array', 'a=(1 "2 3")', `printf '<%s>' "\${a[@]}"`, '<1><2 3>'],
  ['an associative array', 'declare -A m=([k]="v w")', `echo "\${m[k]}"`, 'v w'],
  ['an integer variable', 'declare -i n=1', 'n+=2; echo $n', '3'],
  ['a name reference', 'x=1; declare -n r=x', 'r=2; echo $x', '2'],
  ['a read-only variable', 'readonly R=1', 'echo $R; (R=2) 2>/dev/null || echo kept', '1\nkept'],
  ['a function called printf', 'printf() { echo mine; }', 'printf x', 'mine'],
  ['a function called test', 'test() { echo mine; }', 'test x', 'mine'],
  ['a function called cd', 'cd() { echo mine; }', 'cd /', 'mine'],
  ['an alias called builtin', "alias builtin='echo mine'", 'builtin x', 'mine x'],
  ['a local PATH in a function', 'f() { local PATH=/none; :; }; f', 'ls doc.md', 'doc.md'],
  ['a changed IFS', 'IFS=,', 'x=a,b; set -- $x; echo $2', 'b'],
];

describe('the state of one terminal', () => {
  it.each(CARRIED)('carries %s to the next step', async (_, first, second, seen) => {
    const result = await runBlocks([first, second]);
    expect(result.stdout).toContain('2 passed');
    expect(result.logs['step-2']?.replace(/\n$/, '')).toBe(seen);
  });

  it.each(CARRIED)('carries %s to a new shell, after a failure', async (_, first, second, seen) => {
    const result = await runBlocks([first, ['bash run keep-going', 'false'], second]);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 failed', 'step-3 passed']);
    expect(result.logs['step-3']?.replace(/\n$/, '')).toBe(seen);
  });

  it('carries what a failed step had done up to its failure', async () => {
    const result = await runBlocks([
      ['bash run keep-going', 'a=1\nfalse\nb=2'],
      `echo "\${a-} \${b-}"`,
    ]);
    expect(result.logs['step-2']).toBe('1 \n');
  });

  it('forgets what a killed step had done', async () => {
    const result = await runBlocks(['a=1', ['bash run keep-going', 'a=2; kill -9 $$'], 'echo $a']);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 failed', 'step-3 passed']);
    expect(result.logs['step-3']).toBe('1\n');
  });

  it('H4: set options end with the step', async () => {
    const result = await runBlocks([
      'set +e +o pipefail; set -u -x -C -f -a -b; true',
      'echo "$-"; echo [$undefined]; echo *.md; echo a >f; echo b >f; v=1; env | grep -c ^v= || true',
    ]);
    expect(result.logs['step-2']).toBe('ehBE\n[]\ndoc.md\n0\n');
  });

  it('H4: set -e is armed afresh for each step', async () => {
    const result = await runBlocks(['set +e; false; echo on', 'false; echo off']);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 failed']);
    expect(result.logs['step-1']).toBe('on\n');
    expect(result.logs['step-2']).toBe('');
  });

  it('H6: positional parameters, $0 and names of ours are not seen', async () => {
    const result = await runBlocks([
      'echo "$# $0"; set -- a b; echo $#',
      'echo "$#"; declare -p | grep -ci __rb || true; declare -F | wc -l; alias | wc -l',
    ]);
    expect(result.logs['step-1']).toBe('0 bash\n2\n');
    expect(result.logs['step-2']).toBe('0\n0\n0\n0\n');
  });

  it('H6: a trap of a step leaves nothing of ours behind', async () => {
    const result = await runBlocks([
      "trap 'echo bye' EXIT; trap -p",
      'declare -p | grep -c __rb_ || true; declare -F; declare -f',
    ]);
    expect(result.logs).toEqual({
      'step-1': "trap -- 'echo bye' EXIT\nbye\n",
      'step-2': '0\n',
    });
  });

  const change = 'mkdir -p d; cd d; umask 027; declare -r R=1; f() { echo f; }; x=1';
  const show = 'echo "${PWD##*/} $(umask) ${R-} ${x-} $(type -t f || :)"';

  it.each([
    ['exit 3', 'exit 3'],
    ['an unset variable under set -u', 'set -u; echo $nothing'],
    ['a failing command', 'false'],
    ['an EXIT trap that exits', "trap 'exit 4' EXIT; false"],
    ['a trap for TERM that exits', "trap 'exit 4' TERM; kill -TERM $$; sleep 5"],
  ])('H3: survives %s', async (_, end) => {
    const result = await runBlocks([['bash run keep-going', `${change}\n${end}`], show]);
    expect(result.statuses).toEqual(['step-1 failed', 'step-2 passed']);
    expect(result.logs['step-2']).toBe('d 0027 1 1 function\n');
  });

  it.each([
    ['exec', 'exec false'],
    ['KILL', 'kill -9 $$'],
    ['its timeout', 'sleep 987'],
  ])('H3: is that from before the step when it was ended by %s', async (_, end) => {
    const result = await runBlocks([
      ['bash run keep-going timeout=1s', `${change}\n${end}`],
      `[ "\${PWD##*/}" = work ]; ${show}`,
    ]);
    expect(result.statuses).toEqual(['step-1 failed', 'step-2 passed']);
    expect(result.logs['step-2']).toBe('work 0022   \n');
  });
});
