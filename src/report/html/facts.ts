import type { ChecklistResult } from '../../engine/checklist-result.ts';
import { tellWhy } from '../checklist-text.ts';
import type { ReportedRun } from '../collect/types.ts';
import { listCaptures } from '../kinds/markdown.ts';
import { showControls } from '../visible.ts';
import { escapeHtml } from './escape.ts';

/** The document's checklist as the run left it. */
export function showChecklist({ checklist }: ReportedRun): string {
  if (checklist === undefined) return '';
  const items = checklist.items.map((item) => {
    const status = STATUSES[item.state];
    return `<li data-status="${status}"><span class="sign" aria-hidden="true">${SIGNS[status]}</span> ${shown(item.text)} <span class="dim">${shown(tellWhy(item))}</span></li>`;
  });
  return `<section class="checklist"><h3>Checklist</h3><ul>${items.join('')}</ul></section>`;
}

const STATUSES: Readonly<Record<ChecklistResult['state'], keyof typeof SIGNS>> = {
  verified: 'passed',
  confirmed: 'passed',
  failed: 'failed',
  declined: 'failed',
  unproven: 'skipped',
  unconfirmed: 'skipped',
};
const SIGNS = { passed: '✔', failed: '✗', skipped: '○' } as const;

/** What the run was given, what it has captured, and where it was. */
export function showFacts(run: ReportedRun): string {
  const { host, scenario, version, workdir, id, target } = run;
  const facts: [string, string | undefined][] = [
    ['run', id],
    ['began', run.began],
    ['document', run.path ?? run.document],
    ['scenario', scenario],
    ['workdir', workdir],
    ['target', target],
    ['host', host && `${host.name}, ${host.system} ${host.arch}`],
    ['Node.js', host?.node],
    ['runbook', version],
    ['exit code', run.end && String(run.end.exitCode)],
  ];
  const known = facts.flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  const params = run.params.map(({ name, value, source }): [string, string, string] => [
    name,
    value,
    source,
  ]);
  return [
    showTable('Captured values', ['Name', 'Value'], listCaptures(run)),
    showTable('Params', ['Name', 'Value', 'From'], params),
    showTable('Environment', ['What', 'Value'], known),
  ].join('');
}

function showTable(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  const body = rows.map(
    ([name = '', ...cells]) =>
      `<tr><th scope="row">${shown(name)}</th>${cells.map((cell) => `<td><code>${shown(cell)}</code></td>`).join('')}</tr>`,
  );
  return `<details class="facts"><summary><h3>${title}</h3> <span class="dim">${rows.length}</span></summary><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></details>`;
}

/** What else is to be known of the run. */
export function showRemarks({ remarks }: ReportedRun): string {
  if (remarks.length === 0) return '';
  return `<ul class="remarks">${remarks.map((remark) => `<li>${shown(remark)}</li>`).join('')}</ul>`;
}

function shown(text: string): string {
  return escapeHtml(showControls(text));
}
