import { readValue } from '../expect/json/read-value.ts';
import { readLines } from '../expect/text/normalize.ts';
import type { ExpectationSource, OutputView, ResponseHead, Subject } from '../expect/types.ts';
import { isAside } from '../model/roles.ts';
import type { Step } from '../model/types.ts';
import { writeValue } from './json/write-template.ts';
import { writeLiteral } from './lines/literal-line.ts';
import { escapeText } from './text/escape-text.ts';

const STYLE = { gap: ' ', unit: '  ' };

/** Whether `--add` may write an expectation for a step. */
export function canAdd(step: Step): boolean {
  return (
    step.expectations.length === 0 &&
    step.background === undefined &&
    step.file === undefined &&
    !isAside(step.role)
  );
}

type Template = Pick<ExpectationSource, 'file' | 'types'>;

/**
 * Expectations of a step that has none, the ones that read best first: all of them, or none where
 * there is no way to write them.
 */
export function* proposeFences(
  step: Step,
  subject: Subject,
  template: Template,
): Generator<readonly ExpectationSource[]> {
  const { stdout, stderr, response } = subject;
  if (response !== undefined) {
    yield* proposeResponse(step, stdout, response, template);
    return;
  }
  const json = stderr.size === 0 ? writeJson(stdout) : null;
  if (json !== null) yield [createSource(step, 'json', json, template)];
  const sources: ExpectationSource[] = [];
  for (const [kind, view] of listParts(step, subject)) {
    const lines = writeLines(view, createSource(step, kind, [], template));
    if (lines === null) return;
    sources.push(createSource(step, kind, lines, template));
  }
  yield sources;
}

/**
 * What gets an expectation of its own. The streams were kept apart, so how their lines came among
 * each other is not known; where only one was printed to, it is all that a terminal would show.
 */
function listParts(
  { capture }: Step,
  { stdout, stderr }: Subject,
): readonly (readonly [kind: string, view: OutputView])[] {
  const parts = [['stdout', stdout] as const, ['stderr', stderr] as const];
  const used = parts.filter(([, { size }]) => size > 0);
  const [only] = used;
  // `capture=` reads stdout alone, which does not go together with `output`.
  if (capture !== undefined || used.length !== 1 || only === undefined) return used;
  return [['output', only[1]]];
}

/** Status, type and body of a response, or the status alone. */
function* proposeResponse(
  step: Step,
  body: OutputView,
  { status, headers }: ResponseHead,
  template: Template,
): Generator<readonly ExpectationSource[]> {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const head = [
    `HTTP ${status}`,
    ...(type === undefined ? [] : [`content-type: ${escapeText(type)}`]),
  ];
  const content = writeJson(body) ?? writeLines(body, createSource(step, 'stdout', [], template));
  if (content !== null && body.size > 0) {
    yield [createSource(step, 'http', [...head, '', ...content], template)];
  }
  yield [createSource(step, 'http', head, template)];
}

/** The lines of an object or an array; `null` for anything else, which reads better as it is. */
function writeJson(view: OutputView): string[] | null {
  const read = readValue(view, 'JSON');
  if (!read.ok || (read.node.kind !== 'object' && read.node.kind !== 'array')) return null;
  return writeValue(read.node, STYLE, '').split('\n');
}

function writeLines(view: OutputView, source: ExpectationSource): string[] | null {
  const lines: string[] = [];
  let isComplete = true;
  readLines(view, (line) => {
    const form = writeLiteral(line, source);
    if (form === null) isComplete = false;
    else lines.push(form);
    return isComplete;
  });
  return isComplete ? lines : null;
}

function createSource(
  { fence }: Step,
  kind: string,
  lines: readonly string[],
  { file, types }: Template,
): ExpectationSource {
  const info = kind === 'json' || kind === 'http' ? `${kind} expect` : kind;
  const line = fence.endLine + 1;
  return {
    file,
    types,
    lang: kind,
    kind: kind === 'output' || kind === 'stdout' || kind === 'stderr' ? kind : 'expect',
    attributes: new Map(),
    fence: {
      ...fence,
      info,
      position: { line, column: 4 },
      body: lines.map((one) => `${one}\n`).join(''),
      line,
      endLine: line + 1 + lines.length,
    },
  };
}

/** A fence as lines of a document, its marker longer than any that its lines begin with. */
export function renderFence({ fence }: ExpectationSource, attribute?: string): string[] {
  const lines = fence.body === '' ? [] : fence.body.replace(/\n$/, '').split('\n');
  const longest = Math.max(2, ...lines.map((line) => /^ *(`*)/.exec(line)?.[1]?.length ?? 0));
  const marker = '`'.repeat(longest + 1);
  const info = attribute === undefined ? fence.info : `${fence.info} ${attribute}`;
  return [marker + info, ...lines, marker];
}
