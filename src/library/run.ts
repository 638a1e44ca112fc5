import { EventQueue } from './event-queue.ts';
import { Interrupts } from './interrupts.ts';
import type { DocumentSource, Plan, PlanOptions, Run, Runbook, RunOptions } from './types.ts';

/**
 * Runs a document. It begins at once; nothing is printed and nothing asked, and neither the directory, the
 * environment nor the signals of this process are touched.
 *
 * Iterating over the run gives its events, once. The run waits between steps for a reader who is behind.
 * Leaving the loop early, with `break` or an exception, interrupts the run, and the loop is left when
 * all is stopped and cleaned up. At the end the loop throws what `result` rejects with.
 *
 * @example
 * ```ts
 * const deployment = run({ path: 'deployment.md' }, { params: { port: 8080 } });
 * for await (const event of deployment) {
 *   if (event.type === 'step-end') console.log(event.step, event.verdict.status);
 * }
 * const { exitCode } = await deployment.result;
 * ```
 */
export function run(plan: Plan, options?: RunOptions): Run;
export function run(document: DocumentSource | Runbook, options?: RunOptions & PlanOptions): Run;
export function run(
  what: Plan | DocumentSource | Runbook,
  options: RunOptions & PlanOptions = {},
): Run {
  const queue = new EventQueue();
  const interrupts = new Interrupts();
  // Who only parses does not load what runs.
  const result = import('./conduct.ts').then(({ conduct }) =>
    conduct(what, options, queue, interrupts),
  );
  // Whoever waits for it hears of a rejection; it is nobody's until then.
  result.then(
    () => queue.end(),
    (error: unknown) => queue.end({ error }),
  );
  return {
    result,
    interrupt: (signal) => interrupts.interrupt(signal),
    [Symbol.asyncIterator]: () =>
      queue.read(async () => {
        interrupts.end();
        await result.catch(() => {});
      }),
  };
}
