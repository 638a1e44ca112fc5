import type { ChecklistResult } from '../engine/checklist-result.ts';
import type { RunEvent } from '../engine/events.ts';
import { formatElapsed } from './elapsed.ts';
import type { Paint } from './paint.ts';
import { countOf, cutLine, showControls } from './visible.ts';

type State = ChecklistResult['state'];

/** A sign for each state of an item. */
export const CHECK_SIGNS: Readonly<Record<State, string>> = {
  verified: '✔',
  confirmed: '✔',
  failed: '✗',
  declined: '✗',
  unproven: '○',
  unconfirmed: '○',
};

/** The order in which they are counted. */
const STATES: readonly State[] = [
  'verified',
  'confirmed',
  'failed',
  'declined',
  'unproven',
  'unconfirmed',
];

/** The checklist filled in: each item with what shows that it holds, or why it does not. */
export function describeChecklist(
  { items, required }: Extract<RunEvent, { type: 'checklist' }>,
  paint: Paint,
): string[] {
  const counts = STATES.flatMap((state) => {
    const count = items.filter((item) => item.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const open = items.filter(({ state }) => state !== 'verified' && state !== 'confirmed').length;
  const isBlank = items.every(({ state }) => state === 'unproven' || state === 'unconfirmed');
  const demand = open === 1 ? 'it has' : 'each has';
  return [
    `${paint.bold('Checklist')}  ${counts.join(', ')}`,
    // Nothing is known of any of them: the run did not come so far.
    ...(isBlank ? [] : items.map((item) => describeItem(item, paint))),
    ...(required && open > 0
      ? [paint.red(`  ${countOf(open, 'item')} open, and ${demand} to hold (--require-checklist)`)]
      : []),
    '',
  ];
}

function describeItem(item: ChecklistResult, paint: Paint): string {
  const color = { '✔': paint.green, '✗': paint.red }[CHECK_SIGNS[item.state]] ?? paint.yellow;
  const text = cutLine(showControls(item.text));
  return `  ${color(CHECK_SIGNS[item.state])} ${text}  ${paint.dim(tellWhy(item))}`;
}

/** What shows that an item holds, or why it does not. */
export function tellWhy({ state, evidence = [], why, who, time, note }: ChecklistResult): string {
  const last = evidence.at(-1);
  const remark = note === undefined ? '' : `: ${showControls(note)}`;
  switch (state) {
    case 'verified': {
      if (last === undefined) return state;
      const took = evidence.reduce((sum, { durationMs }) => sum + durationMs, 0);
      const steps = evidence.length === 1 ? last.step : countOf(evidence.length, 'step');
      return `${steps}, ${clockTime(last.time)}, ${formatElapsed(took)}`;
    }
    case 'confirmed':
    case 'declined':
      return `${state} by ${who ?? 'somebody'}, ${clockTime(time ?? '')}${remark}`;
    case 'failed':
    case 'unproven':
      return why === undefined ? state : `${state}: ${why}`;
    case 'unconfirmed':
      return 'unconfirmed: for a person';
  }
}

/** The time of day, UTC, of an ISO 8601 time. */
function clockTime(time: string): string {
  return `${time.slice(11, 19)} UTC`;
}
