/** What the compiler knows of reporters. */
import { expectTypeOf } from 'vitest';
import {
  defineReporter,
  type Reporter,
  type ReporterFactory,
  type RunEventOf,
  run,
} from '../../../src/index.ts';

const all: string[] = [];

/** Each hook gets the event that it is named after, without a type being written. */
export const own: Reporter = defineReporter({
  name: 'own',
  hooks: {
    'step-end': (event) => {
      expectTypeOf(event).toEqualTypeOf<RunEventOf<'step-end'>>();
    },
    'run-end'({ exitCode }) {
      expectTypeOf(exitCode).toBeNumber();
    },
    // What it returns does not matter, and it may be a promise.
    'step-start': ({ step }) => all.push(step),
    notice: async ({ text }) => {
      await Promise.resolve(text);
    },
  },
  async close() {},
});

/** One that is loaded from a file may be a function, which gets what it writes with. */
export const made: ReporterFactory = defineReporter(({ write, file }) => {
  expectTypeOf(write).toEqualTypeOf<(text: string) => void>();
  expectTypeOf(file).toEqualTypeOf<string | undefined>();
  return { hooks: { cleanup: ({ suspended }) => write(suspended ?? '') } };
});

// @ts-expect-error no event is called so
defineReporter({ hooks: { 'step-ends': () => {} } });

// @ts-expect-error hooks have a place of their own
defineReporter({ 'step-end': () => {} });

// @ts-expect-error the end of a run has no step
defineReporter({ hooks: { 'run-end': ({ step }) => step } });

run('# Empty\n', { reporters: [own, 'junit=report.xml', 'html=report.html'] });

// @ts-expect-error there is no such kind
run('# Empty\n', { reporters: ['pdf=report.pdf'] });

// @ts-expect-error a report is written to a file
run('# Empty\n', { reporters: ['junit'] });

// @ts-expect-error a run cannot say what a function would write to
run('# Empty\n', { reporters: [made] });
