import { Listr, type ListrTask } from 'listr2';
import type { RunEvent, StepView } from '../engine/events.ts';
import { describeDiagnosis, describeRollback } from './diagnosis-text.ts';
import { describeFailure } from './failure-text.ts';
import { describeHeader } from './header.ts';
import type { TextReporterOptions } from './plain.ts';
import { summarizeReason } from './reason-text.ts';
import { RunRecord } from './run-record.ts';
import { groupSections, type SectionNode, type StepNode } from './step-tree.ts';
import { describeInterrupt, describeSummary } from './summary.ts';
import { showCursorWhenStopped } from './suspend.ts';
import { TreeRenderer } from './tree-renderer.ts';
import type { Reporter, ReporterHooks } from './types.ts';

/** How many of its last lines the running step shows below it. */
const OUTPUT_LINES = 5;
const REFRESH_MS = 250;
const columns = (): number => process.stdout.columns || 80;

/** A live tree of sections and steps; failures in full and the summary stand below it at the end. */
export function createTtyReporter(options: TextReporterOptions): Reporter {
  const { paint, verbosity, widthOf } = options;
  const record = new RunRecord();
  const screen = new Screen();
  const noted = <Event extends RunEvent>(hook: (event: Event) => void) => {
    return (event: Event): void => {
      record.update(event);
      hook(event);
    };
  };
  let summary: readonly string[] = [];
  const hooks: ReporterHooks = {
    'run-start': noted((event) => {
      options.write(`${describeHeader(event, paint, verbosity).join('\n')}\n`);
      const steps = event.steps.filter(isInTree);
      screen.start(groupSections(steps, { paint, widthOf, columns }));
    }),
    'step-start': noted((event) => screen.begin(event.step)),
    'attempt-start': noted((event) =>
      screen.node(event.step)?.noteAttempt(event.attempt, event.of),
    ),
    'attempt-failed': noted((event) => {
      screen.node(event.step)?.noteWaiting(summarizeReason(event.reason, paint));
    }),
    'attempt-passed': noted((event) => {
      screen.node(event.step)?.noteWaiting(`${event.inARow} of ${event.of} in a row`);
    }),
    'step-output': noted((event) => screen.node(event.step)?.print(event.lines)),
    'step-waiting': noted((event) => screen.node(event.step)?.noteWaiting(event.reason)),
    'step-end': noted((event) => {
      screen.node(event.step)?.end(event.verdict, event.durationMs, event.attempts);
    }),
    'background-died': noted(() => {}),
    'background-kept': noted(() => {}),
    cleanup: noted(() => {}),
    operator: noted(() => {}),
    diagnosis: noted((event) => screen.remark(`looking into ${event.section}`)),
    diagnosed: noted(() => {}),
    rollback: noted(() => {}),
    checklist: noted(() => {}),
    interrupted: noted((event) => screen.remark(describeInterrupt(event))),
    notice: noted(() => {}),
    'run-end': noted((event) => {
      summary = describeSummary(record, event, paint);
    }),
  };
  return {
    hooks,
    async close() {
      await screen.finish();
      const failures = record.failures.flatMap((failure) => [
        '',
        ...describeFailure(failure, paint, widthOf),
        ...record.diagnoses
          .filter(({ event }) => event.step === failure.step.id)
          .flatMap((diagnosis) => describeDiagnosis(diagnosis, options)),
      ]);
      if (record.rollbacks.length > 0) {
        const undone = record.rollbacks.flatMap((one) => describeRollback(one, paint));
        failures.push('', paint.bold('Rollback'), ...undone);
      }
      const lines = [...failures, ...(summary.length > 0 ? ['', ...summary] : [])];
      if (lines.length > 0) options.write(`${lines.join('\n')}\n`);
    },
  };
}

/** What runs only when something has failed stands below the tree. */
function isInTree({ role }: StepView): boolean {
  return role !== 'diagnose' && role !== 'rollback';
}

/** The tree on the terminal: listr2 draws it, the events of the run move it. */
class Screen {
  readonly #nodes = new Map<string, StepNode>();
  #drawn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #current: StepNode | undefined;
  #release: () => void = () => {};

  start(sections: readonly SectionNode[]): void {
    for (const node of sections.flatMap((section) => section.nodes)) {
      this.#nodes.set(node.step.id, node);
    }
    const tree = new Listr(sections.map(createTask), {
      concurrent: false,
      exitOnError: false,
      renderer: TreeRenderer,
      // The program has its own handlers; listr2's would end it with 127 at once.
      registerSignalListeners: false,
      // Whether a terminal is there has been decided before.
      fallbackRendererCondition: false,
      silentRendererCondition: false,
      rendererOptions: {
        collapseSubtasks: false,
        collapseErrors: false,
        showErrorMessage: false,
        collapseSkips: false,
        showSkipMessage: false,
        formatOutput: 'truncate',
        icon: { COMPLETED_WITH_FAILED_SUBTASKS: '✖', SKIPPED_WITHOUT_COLLAPSE: '↓', WAITING: ' ' },
      },
    });
    this.#release = showCursorWhenStopped();
    this.#drawn = tree.run();
    this.#timer = setInterval(() => this.#current?.refresh(), REFRESH_MS).unref();
  }

  node(id: string): StepNode | undefined {
    return this.#nodes.get(id);
  }

  /** The tree is drawn in order, so what was passed over is closed first. */
  begin(id: string): void {
    for (const [other, node] of this.#nodes) {
      if (other === id) break;
      node.leaveOut();
    }
    this.#current = this.#nodes.get(id);
    this.#current?.start();
  }

  remark(text: string): void {
    this.#current?.noteWaiting(text);
  }

  async finish(): Promise<void> {
    clearInterval(this.#timer);
    for (const node of this.#nodes.values()) node.leaveOut();
    await this.#drawn;
    this.#release();
  }
}

function createTask(section: SectionNode): ListrTask {
  const [only] = section.nodes;
  if (only !== undefined && section.nodes.length === 1) return createStepTask(only);
  return {
    title: section.title,
    task: (_context, task) =>
      task.newListr(section.nodes.map(createStepTask), { concurrent: false, exitOnError: false }),
  };
}

function createStepTask(node: StepNode): ListrTask {
  return {
    title: node.title,
    rendererOptions: { outputBar: OUTPUT_LINES },
    task: async (_context, task) => {
      node.attach({
        setTitle: (title) => {
          task.title = title;
        },
        print: (line) => {
          task.output = line;
        },
      });
      const outcome = await node.ended;
      if (outcome === 'skipped') task.skip();
      if (outcome === 'failed') throw new Error(node.title);
    },
  };
}
