import type { RunEvent } from '../engine/events.ts';
import { createPlainReporter, type TextReporterOptions } from '../report/plain.ts';
import type { Reporter, ReporterHooks } from '../report/types.ts';
import { clipLine } from './clip-line.ts';
import { LiveLines } from './live-lines.ts';
import { renderMarkdown } from './prose.ts';

/** How many of its last lines a step that passed shows. */
const TAIL_LINES = 8;

/**
 * What stays on the screen of a guided run: a line for each step that has ended, with what it printed
 * and captured. While a step runs its last lines are shown below, and taken away again.
 *
 * @param width columns of the terminal, now
 * @param live whether lines can be taken away again
 */
export function createGuidedReporter(
  options: TextReporterOptions,
  width: () => number,
  live: boolean,
): Reporter {
  const { paint, write } = options;
  const lines = new LiveLines(write);
  const base = createPlainReporter({
    ...options,
    width,
    prose: (markdown) => renderMarkdown(markdown, { width: Math.max(20, width() - 4), paint }),
    write: (text) => {
      lines.clear();
      write(text);
    },
  }).hooks;
  const shown = (texts: readonly string[]): string[] =>
    texts.map((text) => `  ${paint.dim('│')} ${clipLine(text, width() - 4)}`);
  let running: string | undefined;
  // What a server prints later would stand in the question that is asked by then.
  const isShown = ({ step }: { readonly step: string }): boolean => live && step === running;
  // They are told of by the base, with what they printed.
  const asides = new Set<string>();
  const hooks: ReporterHooks = {
    ...base,
    'run-start': (event) => {
      for (const { id, role } of event.steps)
        if (role === 'diagnose' || role === 'rollback') asides.add(id);
      base['run-start']?.(event);
    },
    'step-start': (event) => {
      running = event.step;
    },
    'step-output': (event) => {
      if (isShown(event)) lines.show(shown(event.lines));
    },
    'step-waiting': (event) => {
      if (isShown(event)) lines.show([`  ${paint.dim(clipLine(event.reason, width() - 2))}`]);
    },
    'step-end': (event) => {
      running = undefined;
      lines.clear();
      base['step-end']?.(event);
      const details = asides.has(event.step) ? [] : describePassed(event);
      if (details.length > 0) write(`${shown(details).join('\n')}\n`);
    },
  };
  return { hooks, close: () => lines.clear() };
}

/** What a step that passed has printed last, and the values that it captured. */
function describePassed(event: Extract<RunEvent, { type: 'step-end' }>): string[] {
  const { verdict, tail = [], earlier } = event;
  if (verdict.status !== 'passed' || earlier === true) return [];
  const more = tail.length > TAIL_LINES ? ['…'] : [];
  const captures = Object.entries(verdict.captures).map(([name, value]) => `${name} = ${value}`);
  return [...more, ...tail.slice(-TAIL_LINES), ...captures];
}
