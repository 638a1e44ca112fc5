/** A document whose steps and service have processes that hide, until each step ends its own. */
import { type Block, documentOf } from '../engine/blocks.ts';

/** Starts a child with a session of its own, a daemon that was forked twice, and a deaf child. */
export const HIDE = `setsid sleep 987.1 & child=$!
(setsid bash -c 'echo $$ >pid; mv pid daemon; exec sleep 987.2' &)
bash -c 'trap "" TERM INT HUP; while :; do sleep 0.02; done' & deaf=$!
until test -e daemon; do :; done`;

const SEEK = `kill -KILL $child $deaf "$(<daemon)"; rm daemon
wait || :`;

const SERVICE: Block = [
  'bash run id=service background ready=file:up stop=INT stop-timeout=2s',
  `(setsid bash -c 'trap "" TERM INT; sleep 987.3; sleep 987.3' &)
setsid sleep 987.4 &
trap 'exit 0' INT; touch up; while :; do sleep 0.02; done`,
];

export const HIDING_DOCUMENT: string = documentOf([
  ['bash run id=first', `${HIDE}\n${SEEK}`],
  SERVICE,
  ['bash run id=second', `${HIDE}\nsleep 0.02\n${SEEK}`],
  [
    'bash test id=third retry=2 backoff=5ms',
    `${HIDE}\n${SEEK}\ntest -e failed || { touch failed; false; }`,
  ],
  ['bash cleanup id=clean', 'touch cleaned'],
]);

/** The service, a step with this attribute that has hidden processes and ends so, and a cleanup. */
export function documentWith(attribute: string, code: string): string {
  return documentOf([
    SERVICE,
    [`bash run id=step ${attribute}`, code],
    ['bash cleanup id=clean', 'touch cleaned'],
  ]);
}
