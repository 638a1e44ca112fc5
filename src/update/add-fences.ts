import type { ExpectationSource } from '../expect/types.ts';
import type { Step } from '../model/types.ts';
import { evaluate, type FenceState, type Sample } from './fence-state.ts';
import { keepSubject } from './keep-subject.ts';
import { proposeFences } from './new-fence.ts';

/** Expectations for a step that has none; one that says why where there is no way to write them. */
export async function addFences(
  step: Step,
  { subject, scope }: Sample,
  template: Pick<ExpectationSource, 'file' | 'types'>,
): Promise<readonly FenceState[]> {
  const { stdout, stderr, response } = subject;
  if (response === undefined && stdout.size === 0 && stderr.size === 0) return [];
  const kept = keepSubject(subject, ['stdout', 'stderr']);
  if (!kept.ok) return [refuse(step, template, kept.why)];
  const sample: Sample = { subject: withOutput(kept.subject), scope: new Map(scope) };
  for (const sources of proposeFences(step, sample.subject, template)) {
    const results = await Promise.all(sources.map((source) => evaluate(source, sample)));
    if (!results.every((result) => 'ok' in result && result.ok)) continue;
    return sources.map((source) => ({ ...createState(step, source), samples: [sample] }));
  }
  return [refuse(step, template, 'there is no way to write what it printed')];
}

/** With one stream that is empty, both together are the other one. */
export function withOutput(subject: Sample['subject']): Sample['subject'] {
  return { ...subject, output: subject.stdout.size > 0 ? subject.stdout : subject.stderr };
}

function createState(step: Step, source: ExpectationSource): FenceState {
  return {
    step,
    original: source,
    added: true,
    current: source,
    literal: { source, changes: [] },
    changes: [],
    vary: undefined,
    why: undefined,
    samples: [],
  };
}

function refuse(
  step: Step,
  template: Pick<ExpectationSource, 'file' | 'types'>,
  why: string,
): FenceState {
  const line = step.fence.endLine + 1;
  const fence = { ...step.fence, info: 'output', line, body: '' };
  const source = { ...template, fence, kind: 'output', lang: 'output', attributes: new Map() };
  return { ...createState(step, { ...source, kind: 'output' }), why };
}
