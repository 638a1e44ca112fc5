import type { RunEvent } from '../engine/events.ts';
import type { Paint } from './paint.ts';
import type { Verbosity } from './plain.ts';
import { shortenPath } from './visible.ts';

/** What stands above a run: the document, where it runs, the run's name; its params when verbose. */
export function describeHeader(
  event: Extract<RunEvent, { type: 'run-start' }>,
  verbosity: Verbosity,
  paint: Paint,
): string[] {
  const place = paint.dim(`${shortenPath(event.workdir)} · run ${event.run}`);
  const params = event.params.map(
    ({ name, value, source }) => `  ${name} = ${value} ${paint.dim(`(${source})`)}`,
  );
  return [`${paint.bold(event.title)}  ${place}`, ...(verbosity === 'verbose' ? params : [])];
}
