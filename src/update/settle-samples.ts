import type { ExpectationSource } from '../expect/types.ts';
import { bodyLines, evaluate, type FenceState } from './fence-state.ts';

/** Lines that differ by one type from which on a word on the fence reads better than holes. */
const MANY = 3;

/** Types of which `vary=` is proposed, the narrowest first. */
const TYPES: readonly string[] = [
  'uuid',
  'iso8601',
  'semver',
  'ip',
  'duration',
  'size',
  'int',
  'number',
  'hex',
];

/** Makes sure that a fence holds for all that was printed, and looks for the shortest way to say it. */
export async function settleSamples(state: FenceState): Promise<void> {
  if (state.why !== undefined || state.samples.length < 2) return;
  const { current, literal } = state;
  if (current !== literal.source && countDifferent(literal.source, current) >= MANY) {
    for (const type of TYPES) {
      const varied = withVary(literal.source, type);
      if (!(await holdsForAll(varied.source, state))) continue;
      state.current = varied.source;
      state.changes = literal.changes;
      state.vary = varied.value;
      return;
    }
  }
  if (!(await holdsForAll(current, state))) {
    state.why = 'no pattern was found that holds for every run';
  }
}

async function holdsForAll(source: ExpectationSource, { samples }: FenceState): Promise<boolean> {
  for (const sample of samples) {
    const result = await evaluate(source, sample);
    if (!('ok' in result && result.ok)) return false;
  }
  return true;
}

function withVary(
  source: ExpectationSource,
  type: string,
): { readonly source: ExpectationSource; readonly value: string } {
  const known = source.attributes.get('vary');
  const value = typeof known === 'string' ? `${known},${type}` : type;
  const attributes = new Map([...source.attributes, ['vary', value] as const]);
  const fence = { ...source.fence, info: `${source.fence.info} vary=${value}` };
  return { source: { ...source, attributes, fence }, value };
}

function countDifferent(a: ExpectationSource, b: ExpectationSource): number {
  const [left, right] = [bodyLines(a), bodyLines(b)];
  return left.filter((line, index) => line !== right[index]).length;
}
