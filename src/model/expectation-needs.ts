import { findBodyPosition } from '../document/body-position.ts';
import type { MarkdownDocument, Position } from '../document/types.ts';
import type { StepNeed, Stream } from '../expect/types.ts';
import type { StepDraft } from './draft.ts';
import { isHttpLanguage } from './languages.ts';
import type { ProblemLog } from './problems.ts';
import { findWord } from './read-attributes.ts';
import type { Expectation } from './types.ts';

/** An expectation can only ask for what its kind of step has. */
export function checkNeeds(
  document: MarkdownDocument,
  draft: StepDraft,
  { fence, compiled }: Expectation,
  log: ProblemLog,
): void {
  const isManual = draft.role === 'manual';
  const isHttp = isHttpLanguage(draft.lang);
  const refuse = (place: Position, length: number, message: string, hint: string) =>
    log.errorAt(place, length, { rule: 'expectation-conflict', message, hint });
  const needs = draft.attributes.values.file === undefined ? compiled.needs : [];
  for (const { kind, line, column, length } of needs ?? []) {
    const lacks = isManual ? lackOfPerson(kind) : isHttp ? lackOfRequest(kind) : lackOfBlock(kind);
    if (lacks === undefined) continue;
    const place =
      line > fence.line
        ? findBodyPosition(document, fence, line - fence.line - 1, column - 1)
        : { line, column };
    const message =
      kind === 'response'
        ? `\`${fence.info}\` checks a response, and its step is a \`${draft.lang}\` block`
        : lacks.message;
    refuse(place, length, message, lacks.hint);
  }
  if ((!isHttp && !isManual) || !compiled.streams.includes('stderr')) return;
  const [message, hint] = isManual
    ? ['a `manual` step has no stderr', 'what a person pastes is `stdout` and `output`']
    : ['an `http` step has no stderr', '`stdout` and `output` are the body of its response'];
  refuse(fence.position, fence.info.length, message, hint);
}

interface Lack {
  readonly message: string;
  readonly hint: string;
}

const NO_RESPONSE: Lack = {
  message: 'the step has no response',
  hint: 'put it after an `http` step, or name one with `for=ID`',
};

function lackOfBlock(kind: StepNeed['kind']): Lack | undefined {
  return kind === 'response' ? NO_RESPONSE : undefined;
}

function lackOfRequest(kind: StepNeed['kind']): Lack | undefined {
  if (kind !== 'exit') return undefined;
  return {
    message: 'an `http` step has no exit code',
    hint: 'its status is checked with `http expect`',
  };
}

function lackOfPerson(kind: StepNeed['kind']): Lack {
  if (kind === 'response') return NO_RESPONSE;
  const what = kind === 'exit' ? 'exit code' : 'duration';
  return {
    message: `a \`manual\` step has no ${what} that the run could know`,
    hint: 'check what a person pastes, or the host: `file`, `port` and `http` conditions',
  };
}

/** What goes to the terminal is not recorded, so nothing can be held against it. */
export function checkTerminal(
  { attributes }: StepDraft,
  { fence, compiled }: Expectation,
  log: ProblemLog,
): void {
  if (findWord(attributes, 'tty') === null || compiled.streams.length === 0) return;
  const message = `\`${fence.info}\` checks what a \`tty\` step prints, which goes to the terminal and is not recorded`;
  const hint =
    'check in a step after it what it has done, or let an `assert` ask for its exit code';
  log.errorIn(fence, null, { rule: 'expectation-conflict', message, hint });
}

/** With `output` both streams are one pipe, so neither can be told from the other. */
export function checkStreams(
  { expectations, role, lang, attributes, fence: block }: StepDraft,
  log: ProblemLog,
): void {
  // Of a response both are the body, and of what a person pastes both are the text.
  if (isHttpLanguage(lang) || role === 'manual') return;
  const whole = expectations.find((expectation) => reads(expectation, ['output']));
  if (whole === undefined) return;
  const capture = findWord(attributes, 'capture');
  if (capture !== null) {
    const other = `\`${whole.compiled.summary}\` (line ${whole.fence.line})`;
    const message = `\`capture\` reads stdout and cannot stand together with ${other}`;
    const hint = 'check `stdout` instead, or capture from a line: `<<name:type>>`';
    log.errorIn(block, capture, { rule: 'expectation-conflict', message, hint });
  }
  for (const expectation of expectations) {
    if (!reads(expectation, ['stdout', 'stderr'])) continue;
    const { fence, compiled } = expectation;
    const other = `\`${whole.compiled.summary}\``;
    const message = `\`${compiled.summary}\` cannot stand together with ${other} (line ${whole.fence.line})`;
    const hint = 'check `stdout` and `stderr` each by itself, or both together as `output`';
    log.errorIn(fence, null, { rule: 'expectation-conflict', message, hint });
  }
}

function reads({ compiled }: Expectation, streams: readonly Stream[]): boolean {
  return compiled.streams.some((stream) => streams.includes(stream));
}
