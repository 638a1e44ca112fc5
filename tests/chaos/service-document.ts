/** A document of twelve steps and a cleanup, of all kinds, whose effects can be counted. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, documentOf } from '../engine/blocks.ts';
import type { Place } from '../helpers/run-inline.ts';

/** As it is, as a URL has it, and as each alignment of base64 has it, it is another text. */
export const SECRET = 'p@ss/w&rd+hunter2?ü=%';

/** What the document expects in its environment. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  TOKEN: SECRET,
  FORMS: ['', ':', '::']
    .map((before) => Buffer.from(before + SECRET).toString('base64'))
    .concat(encodeURIComponent(SECRET))
    .join('\n'),
};

/**
 * Steps that may not be done twice append their number to `effects`, and to `trail`, which is state
 * of the shell: it says what the session remembers, whatever there is on disk.
 */
const once = (n: number): string => `trail="$trail ${n}"; echo ${n} >>"$top/effects"`;

/** Whether the shell remembers a step; an operator can have taken one as done that was not. */
const remembers = (n: number): string => `[[ "$trail " == *" ${n} "* ]]`;

const BLOCKS: readonly Block[] = [
  ['bash require id=s1', 'test -n "$TOKEN"'],
  ['bash run id=s2', `top=$PWD; trail=; copy=$TOKEN; ${once(2)}`],
  [
    'bash run id=s3 background ready=file:up',
    'rm -f up; echo "$TOKEN"; trap exit TERM; touch up; sleep 973.5 & wait',
  ],
  ['ini configure id=s4 file=conf/app.ini', 'port = 8042'],
  [
    'bash run id=s5 retry=2 backoff=5ms',
    `trail="$trail failed"; echo try >>tries; test "$(wc -l <tries)" != 1; trail=\${trail% failed}; ${once(5)}`,
  ],
  ['bash run id=s6', `${once(6)}; echo "listening on 8042"; cd conf; umask 027`],
  ['output', 'listening on <<port:int>>'],
  [
    'bash test id=s7 stable=2 every=5ms',
    'test "$port" = 8042; grep -q "port = $port" "$top/conf/app.ini"',
  ],
  [
    'bash run id=s8',
    `setsid sleep 971.5 </dev/null >/dev/null 2>&1 & echo $! >"$top/daemon"; ${once(8)}`,
  ],
  [
    'bash run id=s9',
    `! ${remembers(8)} || kill -0 "$(<"$top/daemon")"; speak() { echo "$1"; }; ${once(9)}`,
  ],
  [
    'perl run id=s10',
    'print "$ENV{FORMS}\\n"; open my $f, ">>", (-d "conf" ? "effects" : "../effects"); print $f "10\\n";',
  ],
  ['bash health id=s11 within=20s every=10ms', 'test -e "$top/up" && test "$(umask)" = 0027'],
  [
    'bash run id=s12',
    `test -e "$top/stopping" || ! ${remembers(8)} || kill -0 "$(<"$top/daemon")"
     touch "$top/stopping"; kill "$(<"$top/daemon")" || :
     ! ${remembers(9)} || speak told; ${once(12)}; echo "$trail" >"$top/trail"`,
  ],
  // The step that sets `top` may not have come to it.
  ['bash cleanup id=clean', `top=\${top-$PWD}; echo clean >>"$top/effects"; rm -f "$top/up"`],
];

export const DOCUMENT: string = documentOf(
  BLOCKS,
  '  params:\n    token: {type: string, secret: true}',
);

/** What each of these steps does may be there once. */
export const ONCE: readonly string[] = ['s2', 's5', 's6', 's8', 's9', 's10', 's12'];

/** Those of them that leave a trail in the shell. */
export const TRAILING: readonly string[] = ONCE.filter((id) => id !== 's10');

export function numberOf(id: string): string {
  return id.replace('s', '');
}

/** How often the effect of a step, or of the cleanup, is there. */
export function countEffects(place: Place, name: string): number {
  return readLines(place, 'effects').filter((line) => line === name).length;
}

/** What the shell of the last step remembered of the steps before. */
export function readTrail(place: Place): string[] {
  return readLines(place, 'trail')
    .join(' ')
    .split(' ')
    .filter((word) => word !== '');
}

function readLines(place: Place, name: string): string[] {
  const path = join(place.dir, name);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}
