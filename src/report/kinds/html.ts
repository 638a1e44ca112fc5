import { OutputStore } from '../html/output.ts';
import { showFoot, showHead } from '../html/page.ts';
import { joinPart, type RunPart, type RunRow, rowOf, showRun } from '../html/run.ts';
import type { RunView } from '../html/step.ts';
import type { ReportKind } from './types.ts';

/** One page that needs nothing else: each document as its readers see it, with what became of its blocks. */
export const html: ReportKind = {
  open(surroundings) {
    const outputs = new OutputStore();
    const runs: { readonly row: RunRow; readonly part: RunPart }[] = [];
    return {
      // Logs are read now, while they are there; what is said of all comes first on the page.
      add(run) {
        const view: RunView = { run, prefix: `run-${runs.length + 1}`, outputs, surroundings };
        runs.push({ row: rowOf(view), part: showRun(view) });
        return '';
      },
      finish: () => [
        showHead(runs.map(({ row }) => row)),
        ...runs.map(({ row, part }) => joinPart(part, row, runs.length === 1)),
        showFoot(),
      ],
    };
  },
};
