import { OutputStore } from '../html/output.ts';
import { showFoot, showHead } from '../html/page.ts';
import { type RunRow, rowOf, showRun } from '../html/run.ts';
import type { RunView } from '../html/step.ts';
import type { ReportKind } from './types.ts';

/** One page that needs nothing else: each document as its readers see it, with what became of its blocks. */
export const html: ReportKind = {
  open(surroundings) {
    const outputs = new OutputStore();
    const rows: RunRow[] = [];
    const parts: string[] = [];
    return {
      // Logs are read now, while they are there; what is said of all comes first on the page.
      add(run) {
        const view: RunView = { run, prefix: `run-${rows.length + 1}`, outputs, surroundings };
        rows.push(rowOf(view));
        parts.push(showRun(view));
        return '';
      },
      finish: () => [showHead(rows), ...parts, showFoot()],
    };
  },
};
