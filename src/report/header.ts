import type { RunEvent } from '../engine/events.ts';
import type { Paint } from './paint.ts';
import type { Verbosity } from './plain.ts';
import { shortenPath } from './visible.ts';

type Start = Extract<RunEvent, { type: 'run-start' | 'stop-start' }>;

/** What stands above a run: the document, where it runs, the run's name; its params when verbose. */
export function describeHeader(
  event: Start,
  paint: Paint,
  verbosity: Verbosity = 'normal',
): string[] {
  const what = event.type === 'stop-start' ? 'stop run' : event.resumed ? 'resumed run' : 'run';
  const place = paint.dim(`${shortenPath(event.workdir)} · ${what} ${event.run}`);
  const params = event.type === 'run-start' && verbosity === 'verbose' ? event.params : [];
  return [
    `${paint.bold(event.title)}  ${place}`,
    ...params.map(({ name, value, source }) => `  ${name} = ${value} ${paint.dim(`(${source})`)}`),
  ];
}
