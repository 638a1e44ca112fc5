import type { StepDraft } from './draft.ts';
import { buildFileBlock } from './file-block.ts';
import { buildHttpRequest } from './http-request.ts';
import type { Background, Repeat, Role, RunbookConfig, Step } from './types.ts';

const EVERY_MS = 1_000;
const BACKOFF_MS = 1_000;
const HEALTH_WITHIN_MS = 30_000;
const READY_WITHIN_MS = 60_000;
/** Readiness is cheap to ask for, and every step after it waits. */
const READY_EVERY_MS = 200;
const STOP_TIMEOUT_MS = 10_000;

/** Turns a step's attributes into what the engine does with it, defaults put in. */
export function buildStep(draft: StepDraft, config: RunbookConfig): Step {
  const { fence, role, lang, id, expectations } = draft;
  const { values, env } = draft.attributes;
  const repeat = buildRepeat(role, values);
  const background = buildBackground(values);
  const file = buildFileBlock(draft);
  const request = buildHttpRequest(draft);
  return {
    id,
    role,
    title: values.title ?? (fence.heading?.text || id),
    lang,
    fence,
    heading: fence.heading,
    code: fence.body,
    timeoutMs: values.timeout ?? config.timeoutMs,
    exit: values.exit ?? { kind: 'codes', codes: [0] },
    ...(values.max !== undefined && { maxMs: values.max }),
    ...(values.capture !== undefined && { capture: values.capture }),
    ...(repeat && { repeat }),
    ...(values.cwd !== undefined && { cwd: values.cwd }),
    env,
    ...(values.stdin !== undefined && { stdin: values.stdin }),
    ...(values.user !== undefined && { user: values.user }),
    ...(values.interpreter !== undefined && { interpreter: values.interpreter }),
    ...(values.if !== undefined && { if: values.if }),
    ...(values.unless !== undefined && { unless: values.unless }),
    ...(values.os !== undefined && { os: values.os }),
    ...(background && { background }),
    ...(values.stops !== undefined && { stops: values.stops }),
    tty: values.tty ?? false,
    ...(values.confirm !== undefined && { confirm: values.confirm }),
    keepGoing: values['keep-going'] ?? false,
    ...(values['on-fail'] !== undefined && { onFail: values['on-fail'] }),
    secret: values.secret ?? false,
    ...(file && { file }),
    ...(request && { request }),
    expectations,
  };
}

function buildRepeat(role: Role, values: StepDraft['attributes']['values']): Repeat | undefined {
  const { within, every, retry, backoff, stable } = values;
  if (values.file !== undefined || values.background) return undefined;
  if (retry !== undefined)
    return { kind: 'retry', retries: retry, backoffMs: backoff ?? BACKOFF_MS };
  const everyMs = every ?? EVERY_MS;
  if (within === undefined && role !== 'health')
    return stable === undefined ? undefined : { kind: 'stable', inARow: stable, everyMs };
  const withinMs = within ?? HEALTH_WITHIN_MS;
  return { kind: 'within', withinMs, everyMs, inARow: stable ?? 1 };
}

function buildBackground(values: StepDraft['attributes']['values']): Background | undefined {
  if (!values.background) return undefined;
  return {
    ready: values.ready ?? [],
    withinMs: values.within ?? READY_WITHIN_MS,
    everyMs: values.every ?? READY_EVERY_MS,
    stop: values.stop ?? 'TERM',
    stopTimeoutMs: values['stop-timeout'] ?? STOP_TIMEOUT_MS,
  };
}
