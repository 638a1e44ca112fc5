import { exitWithLostReport } from '../engine/exit-code.ts';
import type { RunOptions, RunResult } from '../engine/types.ts';
import type { Dispatcher } from '../report/dispatch.ts';
import { ReportError } from '../report/report-error.ts';
import { asShellWord } from '../session/quote-for-shell.ts';
import { EXIT_ENGINE } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Reporters that failed while a run went on. */
export class ReportFailures {
  readonly #terminal: Pick<Terminal, 'complain' | 'errorPaint'>;
  readonly #lost: ReportError[] = [];

  constructor(terminal: Pick<Terminal, 'complain' | 'errorPaint'>) {
    this.#terminal = terminal;
  }

  /** Takes note of one. A screen that failed is said at once: nobody can see the end of the run there. */
  add(error: unknown): void {
    if (error instanceof ReportError) this.#lost.push(error);
    else
      this.#terminal.complain(
        `a reporter failed: ${error instanceof Error ? error.message : error}\n`,
      );
  }

  /**
   * Waits for the end of a run, and lets every reporter write out what is pending.
   *
   * @param release - called when the run is over.
   * @param locator - see {@link RunOptions.locator}.
   * @returns the exit code of the whole.
   */
  async conclude(
    result: Promise<Pick<RunResult, 'exitCode' | 'run'>>,
    dispatcher: Dispatcher,
    release: () => void,
    locator: string,
  ): Promise<number> {
    const finish = async (): Promise<void> => {
      release();
      await dispatcher.close();
    };
    try {
      const { exitCode, run } = await result;
      await finish();
      return this.settle(exitCode, `${run}${locator}`);
    } catch (error) {
      await finish();
      this.settle(EXIT_ENGINE);
      throw error;
    }
  }

  /**
   * Says which reports are not whole.
   *
   * @param run - what `runbook report` needs to write them again; absent: it cannot.
   * @returns the exit code, which is not that of a success then.
   */
  settle(exitCode: number, run?: string): number {
    const { complain, errorPaint: paint } = this.#terminal;
    for (const { target, message, hook } of this.#lost) {
      complain(`${paint.red('error')} --report ${target}: the report is not whole: ${message}\n`);
      const again =
        run === undefined
          ? ''
          : `, then write it again: \`runbook report ${run} --report ${asShellWord(target)}\``;
      const what =
        hook === undefined ? 'see to it that the file can be written' : 'mend the reporter';
      complain(`  ${paint.yellow('hint')} ${what}${again}\n`);
    }
    return this.#lost.length > 0 ? exitWithLostReport(exitCode) : exitCode;
  }
}
