import { judgeStep, SIGNS, WORDS } from '../collect/judge.ts';
import type { ReportedStep } from '../collect/types.ts';
import { formatElapsed } from '../elapsed.ts';
import { escapeHtml } from './escape.ts';
import { anchorOf, type RunView } from './step.ts';

interface Bar {
  readonly step: ReportedStep;
  /** Milliseconds since the first one began. */
  readonly from: number;
  readonly took: number;
  /** How long a background step stayed up after that. */
  readonly stayed: number;
}

/** When each step ran and how long, in the order in which they began. */
export function showTimeline(view: RunView): string {
  const bars = measure(view.run.steps);
  if (bars.length === 0) return '';
  const end = Math.max(1, ...bars.map(({ from, took, stayed }) => from + took + stayed));
  const share = (ms: number): string => `${((100 * ms) / end).toFixed(2)}%`;
  const rows = bars.map(({ step, from, took, stayed }) => {
    const { status } = judgeStep(step, view.run);
    const { id } = step.view;
    const least = Math.max(took, end / 250);
    const stay =
      stayed > 0
        ? `<rect class="stay" x="${share(from + took)}" width="${share(stayed)}" y="5" height="4"/>`
        : '';
    return [
      `<tr data-status="${status}"><th scope="row"><span class="sign" aria-hidden="true">${SIGNS[status]}</span> <a href="#${anchorOf(view, id)}">${escapeHtml(id)}</a> <span class="unseen">${WORDS[status]}</span></th>`,
      `<td class="lane"><svg aria-hidden="true" width="100%" height="14">${stay}<rect x="${share(Math.min(from, end - least))}" width="${share(least)}" y="1" height="12" rx="2"/></svg></td>`,
      `<td class="time">+${formatElapsed(from)}</td><td class="time">${formatElapsed(took)}</td></tr>`,
    ].join('');
  });
  return [
    '<details class="timeline" open><summary><h3>Timeline</h3></summary>',
    '<table><thead><tr><th scope="col">Step</th><th scope="col">When</th><th scope="col">Began</th><th scope="col">Took</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table></details>`,
  ].join('');
}

function measure(steps: readonly ReportedStep[]): Bar[] {
  const begun = steps.flatMap((step) =>
    step.began === undefined || step.end?.verdict.status === 'skipped'
      ? []
      : [{ step, at: Date.parse(step.began) }],
  );
  const first = Math.min(...begun.map(({ at }) => at));
  return begun
    .sort((a, b) => a.at - b.at)
    .map(({ step, at }) => {
      const took = step.end?.durationMs ?? 0;
      const over = step.over === undefined ? at : Date.parse(step.over);
      return { step, from: at - first, took, stayed: Math.max(0, over - at - took) };
    });
}
