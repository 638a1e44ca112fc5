import { resolve } from 'node:path';
import { describeHistory, describeHistoryAsData } from '../../report/history-text.ts';
import { listRuns, type PastRun } from '../../runs/past-runs.ts';
import type { Command } from '../program.ts';
import { readStateDir } from '../run-options.ts';

/** `runbook history [DOC]`. */
export const historyCommand: Command = async ({ operands, flags }, terminal) => {
  const stateDir = readStateDir(flags);
  const [document] = operands;
  const all = listRuns(stateDir);
  const runs = all.runs.filter((run) => document === undefined || isOf(run, document));
  const lost = document === undefined ? all.lost : [];
  if (flags.json) {
    terminal.write(`${JSON.stringify(describeHistoryAsData(runs, lost), null, 2)}\n`);
  } else if (runs.length + lost.length === 0) {
    const what = document === undefined ? '' : ` of ${document}`;
    terminal.write(`no runs${what} in ${stateDir}\n`);
  } else {
    terminal.write(`${describeHistory(runs, lost, terminal.paint).join('\n')}\n`);
  }
  return 0;
};

/** The document as it was named then, or the file that is meant now. */
function isOf({ story }: PastRun, document: string): boolean {
  const { document: named, setup } = story.start;
  return [named, setup.path].some((path) => path === document || path === resolve(document));
}
