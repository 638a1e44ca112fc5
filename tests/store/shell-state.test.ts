import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../../src/store/mask.ts';
import { exportEnvironment, makeStorable, withoutVolatile } from '../../src/store/shell-state.ts';
import { unquote } from '../../src/store/shell-words.ts';

const ENV = { PATH: '/usr/bin:/bin', HOME: '/root', KEY_OF_CALLER: 'k\n"e\'y' };
const SECRET = `it's "a" $ecret\\\nof two lines`;
const NOTHING = createMasker([]);

/** What the session writes after a step. */
const SNAPSHOT =
  'declare -p; declare -f; declare -F; umask -p; printf \'\\\\builtin cd -- %q\\n\' "$PWD"; declare -p OLDPWD; alias -p';

function bash(code: string, env: Readonly<Record<string, string>> = ENV): string {
  return execFileSync('bash', ['--noprofile', '--norc', '-c', code], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** The session restores in silence, too. */
const restore = (code: string, ask: string): string =>
  `shopt -s expand_aliases\n{ . /dev/stdin; } >/dev/null <<'END_OF_STATE'\n${code}\nEND_OF_STATE\n${ask}`;

const snapshotAfter = (code: string, env?: Readonly<Record<string, string>>): string =>
  bash(`shopt -s expand_aliases; cd /\n${code}\n${SNAPSHOT}`, env);

describe('what is stored of a shell', () => {
  it.each([
    ['a variable', 'x=1', 'echo "$x"', '1\n'],
    [
      'text with every sign',
      `x=$'a"b\\'c$d\\\\e\\n\\tf\\xc3\\xa4'`,
      'printf %s "$x"',
      `a"b'c$d\\e\n\tfä`,
    ],
    ['what looks like a variable', `x=$'\\ndeclare -- y="1"\\n'; y=2`, 'echo $y', '2\n'],
    ['what looks like the end', `x=$'\\numask 0777\\n'`, 'umask', '0022\n'],
    ['an array', 'a=(x "y z" $\'\\n\'); a[9]=")"', 'echo "${#a[@]}${a[9]}${a[1]}"', '4)y z\n'],
    ['a map', 'declare -A m=(["a b"]=c ["]"]="(")', 'echo "${m[a b]}${m["]"]}"', 'c(\n'],
    ['an export', 'export E=v', 'env | grep ^E=', 'E=v\n'],
    ['a number', 'declare -i n=3; n+=4', 'n+=1; echo $n', '8\n'],
    ['a reference', 'x=5; declare -n r=x', 'echo $r', '5\n'],
    ['a function', 'f() { cat <<E\n}\nE\necho "$1"; }\ng() { f g; }', 'g', '}\ng\n'],
    ['an exported function', 'f() { echo f; }; export -f f', 'bash -c f', 'f\n'],
    ['an alias', `alias a='echo "it'\\''s"'`, 'alias a', `alias a='echo "it'\\''s"'\n`],
    ['the umask', 'umask 077', 'umask', '0077\n'],
    ['the directory', 'cd /usr/bin', 'pwd', '/usr/bin\n'],
    [
      'what is gone from the environment',
      'unset KEY_OF_CALLER',
      'echo "[${KEY_OF_CALLER-no}]"',
      '[no]\n',
    ],
    ['what was changed of the environment', 'HOME=/', 'env | grep ^HOME', 'HOME=/\n'],
    ['what the environment gives', ':', 'env | grep -A1 ^KEY', `KEY_OF_CALLER=k\n"e'y\n`],
  ])('is there again: %s', (_, set, ask, printed) => {
    const { code, leftOut } = makeStorable(snapshotAfter(set), ENV, NOTHING);
    expect(leftOut).toEqual([]);
    expect(bash(restore(`${exportEnvironment(ENV)}\n${code}`, ask), {})).toBe(printed);
  });

  it('is nothing of what the caller has in the environment', () => {
    const { code } = makeStorable(snapshotAfter('x=1'), ENV, NOTHING);
    expect(code).not.toContain('KEY_OF_CALLER');
    expect(code).not.toMatch(/RANDOM|BASH_COMMAND|EUID/);
  });

  it('is no secret, however it is quoted; everything else is there', () => {
    const env = { ...ENV, TOKEN: SECRET };
    const snapshot = snapshotAfter(
      [
        'copy=$TOKEN; export COPY="<$TOKEN>"; list=(a "$TOKEN"); declare -A map=([k]=$TOKEN)',
        'encoded=$(printf %s "$TOKEN" | base64 -w0)',
        'eval "leak() { echo ${TOKEN@Q}; }"',
        'clean() { echo clean; }; other=1; last() { :; }',
        'alias leaking="echo ${TOKEN@Q}"; alias fine="echo fine"',
      ].join('\n'),
      env,
    );
    const { code, leftOut } = makeStorable(snapshot, env, createMasker([SECRET]));
    expect([...leftOut].sort()).toEqual([
      'COPY',
      'copy',
      'encoded',
      'leak',
      'leaking',
      'list',
      'map',
    ]);
    for (const piece of ['ecret', 'of two lines', Buffer.from(SECRET).toString('base64')])
      expect(code).not.toContain(piece);
    expect(bash(restore(code, 'clean; echo $other; last\nfine'))).toBe('clean\n1\nfine\n');
  });

  it('is compared without what changes by itself', () => {
    const [one, two] = ['1', '2'].map((n) =>
      withoutVolatile(snapshotAfter(`: ${n} $RANDOM $SECONDS $EPOCHREALTIME $BASHPID`)),
    );
    expect(one).toBe(two);
    expect(withoutVolatile(snapshotAfter('x=1'))).not.toBe(one);
  });
});

it.each([
  ['plain', 'plain'],
  [`"a\\"b\\$c\\\\d\\n"`, 'a"b$c\\d\\n'],
  [`'a"b'\\''c'`, `a"b'c`],
  [`$'a\\nb\\303\\244\\'c'`, `a\nbä'c`],
  ['a\\ b', 'a b'],
  ['"open', 'ope'],
])('the quoting of %s is undone', (quoted, plain) => {
  expect(unquote(quoted)).toBe(plain);
});
