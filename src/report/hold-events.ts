import type { RunEvent } from '../engine/events.ts';
import type { Reporter, ReporterHooks } from './types.ts';

/**
 * A reporter that is told nothing while a step has the terminal, and all of it in order afterwards:
 * what it writes would stand in the midst of an editor.
 *
 * @param lent - ids of the steps that have the terminal
 */
export function holdEvents(reporter: Reporter, lent: ReadonlySet<string>): Reporter {
  if (lent.size === 0) return reporter;
  const held: (() => void)[] = [];
  let holder: string | undefined;
  const release = (): void => {
    holder = undefined;
    for (const tell of held.splice(0)) tell();
  };
  const wrap = (hook: (event: RunEvent) => void) => (event: RunEvent) => {
    if (event.type === 'step-end' && event.step === holder) release();
    if (holder === undefined) hook(event);
    else held.push(() => hook(event));
    if (event.type === 'step-start' && lent.has(event.step)) holder = event.step;
  };
  const hooks = { 'step-start': () => {}, 'step-end': () => {}, ...reporter.hooks };
  const wrapped = Object.entries(hooks).map(([type, hook]) => [
    type,
    // Each hook is called with its own kind of event alone.
    wrap(hook as (event: RunEvent) => void),
  ]);
  return {
    hooks: Object.fromEntries(wrapped) as ReporterHooks,
    close() {
      release();
      return reporter.close?.();
    },
  };
}
