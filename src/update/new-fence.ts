import { readValue } from '../expect/json/read-value.ts';
import { readLines } from '../expect/text/normalize.ts';
import type { ExpectationSource, OutputView, Subject } from '../expect/types.ts';
import type { Step } from '../model/types.ts';
import { writeValue } from './json/write-template.ts';
import { writeLiteral } from './lines/literal-line.ts';

const STYLE = { gap: ' ', unit: '  ' };

/** Whether `--add` may write an expectation for a step. */
export function canAdd(step: Step): boolean {
  return (
    step.expectations.length === 0 &&
    step.background === undefined &&
    step.file === undefined &&
    step.role !== 'cleanup'
  );
}

/**
 * Expectations of a step that has none, the ones that read best first: all of them, or none where
 * there is no way to write them. The streams were kept apart, so how their lines came among each
 * other is not known: what printed to both gets an expectation for each.
 */
export function* proposeFences(
  step: Step,
  { stdout, stderr }: Subject,
  template: Pick<ExpectationSource, 'file' | 'types'>,
): Generator<readonly ExpectationSource[]> {
  const json = stderr.size === 0 ? writeJson(stdout) : null;
  if (json !== null) yield [createSource(step, 'json', json, template)];
  const parts =
    stdout.size > 0 && stderr.size > 0
      ? ([
          ['stdout', stdout],
          ['stderr', stderr],
        ] as const)
      : ([['output', stdout.size > 0 ? stdout : stderr]] as const);
  const sources: ExpectationSource[] = [];
  for (const [kind, view] of parts) {
    const lines = writeLines(view, createSource(step, kind, [], template));
    if (lines === null) return;
    sources.push(createSource(step, kind, lines, template));
  }
  yield sources;
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
  { file, types }: Pick<ExpectationSource, 'file' | 'types'>,
): ExpectationSource {
  const isJson = kind === 'json';
  const line = fence.endLine + 1;
  return {
    file,
    types,
    lang: kind,
    kind: kind === 'output' || kind === 'stdout' || kind === 'stderr' ? kind : 'expect',
    attributes: new Map(),
    fence: {
      ...fence,
      info: isJson ? 'json expect' : kind,
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
