import { constants } from 'node:os';
import type { ExitRule, Repeat, Step } from '../../model/types.ts';
import { isInline, writeCode } from './step-code.ts';
import { comment, fill, quote, seconds, type Variables } from './words.ts';
import { writeBackground } from './write-background.ts';

/** A step, with what is said of it above. */
export function writeStep(step: Step, file: string, variables: Variables): string[] {
  const where = `${file}:${step.fence.line}`;
  const body =
    step.background === undefined ? writeBody(step, variables) : writeBackground(step, variables);
  return [
    comment(`${step.title} (${where}, ${step.role})`),
    ...step.expectations.map(({ fence, compiled }) =>
      comment(`not checked here: ${compiled.summary} (${file}:${fence.line})`),
    ),
    `step=${quote(`${step.id} (${where})`)}`,
    ...guard(step, body),
    ...listCaptures(step),
    '',
  ];
}

/** What the conditions of a step leave out. */
function guard({ os, if: wanted, unless, confirm }: Step, body: readonly string[]): string[] {
  const asked = confirm === undefined ? [] : [`confirm ${quote(confirm)}`];
  const conditions = [
    ...(os === undefined ? [] : [`is_system ${os.join(' ')}`]),
    ...(wanted === undefined ? [] : [`( ${wanted} )`]),
    ...(unless === undefined ? [] : [`! ( ${unless} )`]),
  ];
  if (conditions.length === 0) return [...asked, ...body];
  return [`if ${conditions.join(' && ')}; then`, ...asked, ...body, 'fi'];
}

function writeBody(step: Step, variables: Variables): string[] {
  if (step.role === 'manual') return [`by_hand ${quote(step.code.trimEnd())}`];
  const code = writeCode(step, variables);
  if (isInline(step)) return code;
  const { capture, repeat } = step;
  if (capture !== undefined) {
    const value = [`${capture}="$(`, ...inside(step, code, variables), ')"'];
    return [...value, `export ${capture}`, `printf '%s\\n' "$${capture}"`];
  }
  const alone = [
    '# In a shell of its own: its variables and its folder do not last.',
    '(',
    ...inside(step, code, variables),
    `)${redirect(step, variables)}`,
  ];
  return repeat === undefined
    ? ['set +e', ...alone, check(step), 'set -e']
    : writeLoop(step, repeat, alone);
}

/** What stands in a shell of its own, so that it can end with any code. */
function inside(step: Step, code: readonly string[], variables: Variables): string[] {
  return [
    'set -eE -o pipefail',
    ...(step.cwd === undefined ? [] : [`cd ${fill(step.cwd, variables)}`]),
    ...Object.entries(step.env).map(([name, value]) => `export ${name}=${fill(value, variables)}`),
    ...(step.user === undefined ? code : asUser(step.user, code)),
  ];
}

function asUser(user: string, code: readonly string[]): string[] {
  const script = ['set -eE -o pipefail', ...code].join('\n');
  return [`sudo -u ${quote(user)} -- bash -c ${quote(script)}`];
}

function redirect({ stdin, tty }: Step, variables: Variables): string {
  if (tty) return ' </dev/tty';
  return stdin === undefined ? '' : ` <${fill(stdin, variables)}`;
}

function check({ exit, keepGoing }: Step): string {
  return `expect_exit "$?" ${quote(describeExit(exit))}${keepGoing ? ' keep-going' : ''}`;
}

/** Codes, or one of the words that the script's own function knows. */
function describeExit(exit: ExitRule): string {
  if (exit.kind === 'codes') return exit.codes.join(' ');
  if (exit.kind !== 'signal') return exit.kind;
  const signals: Readonly<Record<string, number>> = constants.signals;
  return String(128 + (signals[`SIG${exit.signal}`] ?? 0));
}

/** A function that is called until it ends as it has to. */
function writeLoop(step: Step, repeat: Repeat, alone: readonly string[]): string[] {
  const call = (limit: string, pause: number): string =>
    `${limit} ${seconds(pause)} ${quote(describeExit(step.exit))}`;
  const loop =
    repeat.kind === 'within'
      ? call(`repeat_within ${Math.ceil(repeat.withinMs / 1000)}`, repeat.everyMs)
      : repeat.kind === 'retry'
        ? call(`repeat_times ${repeat.retries + 1}`, repeat.backoffMs)
        : call('repeat_times 1', 0);
  return ['attempt() {', ...alone, '}', loop];
}

/** Values that are found in an output by its expectation have to be given. */
function listCaptures({ expectations }: Step): string[] {
  const names = new Set(
    expectations.flatMap(({ compiled }) => compiled.captures.map(({ name }) => name)),
  );
  return [...names].map((name) => `: "\${${name}:?is taken from the output above: set it}"`);
}
