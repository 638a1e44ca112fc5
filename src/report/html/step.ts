import { judgeStep, SIGNS, WORDS } from '../collect/judge.ts';
import type { ReportedRun, ReportedStep } from '../collect/types.ts';
import { describeEdit } from '../decision-text.ts';
import { describeDiagnosis } from '../diagnosis-text.ts';
import { formatElapsed } from '../elapsed.ts';
import { describeFailure } from '../failure-text.ts';
import type { ReportSurroundings } from '../kinds/types.ts';
import { createPaint } from '../paint.ts';
import { summarizeReason } from '../reason-text.ts';
import { countOf, showControls } from '../visible.ts';
import { measureAscii } from '../width.ts';
import { escapeHtml, paintHtml } from './escape.ts';
import type { OutputStore } from './output.ts';

const PAINT = createPaint(true);

/** Lines of an output that a failure shows at once. */
const SHORT = 40;

/** What the elements of one run are made with. */
export interface RunView {
  readonly run: ReportedRun;
  /** Before every id of the run on the page. */
  readonly prefix: string;
  readonly outputs: OutputStore;
  readonly surroundings: ReportSurroundings;
}

/** The id of a step's element. */
export function anchorOf({ prefix }: Pick<RunView, 'prefix'>, step: string): string {
  return `${prefix}-step-${escapeHtml(step)}`;
}

/** A step: what it is, what became of it, and its code in between. */
export function showStep(step: ReportedStep, view: RunView, code: string): string {
  const { run } = view;
  const { status, why } = judgeStep(step, run);
  const { id, role, line } = step.view;
  const label = `${id}, ${role}: ${WORDS[status]}`;
  const facts = describeTimes(step);
  return [
    `<div class="step" role="group" tabindex="-1" id="${anchorOf(view, id)}" data-status="${status}" aria-label="${escapeHtml(label)}">`,
    '<p class="bar">',
    `<span class="sign" aria-hidden="true">${SIGNS[status]}</span> <strong>${escapeHtml(id)}</strong> `,
    `<span class="role">${role}</span> <span class="word">${escapeHtml([WORDS[status], why].filter(Boolean).join(': '))}</span>`,
    `<span class="facts">${escapeHtml([...facts, `line ${line}`].join(' · '))}</span>`,
    '</p>',
    code,
    ...describeDecisions(step),
    ...describeTrouble(step),
    ...describeAttempts(step),
    ...describeResult(step),
    ...showOutput(step, view),
    '</div>',
  ].join('');
}

function describeTimes({ end, view, over }: ReportedStep): string[] {
  if (end === undefined || end.verdict.status === 'skipped') return [];
  return [
    ...(end.earlier === true ? ['done before'] : []),
    ...(end.attempts > 1 ? [countOf(end.attempts, 'attempt')] : []),
    ...(end.ready === undefined ? [] : [`ready: ${end.ready.join(', ')}`]),
    ...(view.background && over === undefined && end.verdict.status === 'passed'
      ? ['left running']
      : []),
    formatElapsed(end.durationMs),
  ];
}

function block(lines: readonly string[], kind: string): string {
  return `<pre class="${kind}" tabindex="0">${paintHtml(lines.join('\n'))}\n</pre>`;
}

function describeTrouble({ failure, diagnosis }: ReportedStep): string[] {
  if (failure === undefined) return [];
  // The head of it and the place of the log stand elsewhere.
  const { log: _, ...rest } = failure;
  const lines = describeFailure(rest, PAINT, measureAscii).slice(1);
  return [
    block(lines, 'failure'),
    ...(diagnosis === undefined
      ? []
      : [
          block(describeDiagnosis(diagnosis, { paint: PAINT, widthOf: measureAscii }), 'diagnosis'),
        ]),
  ];
}

function describeAttempts({ attempts }: ReportedStep): string[] {
  if (attempts.length === 0) return [];
  const rows = attempts.map(({ attempt, durationMs, reason }) => {
    const said = paintHtml(summarizeReason(reason, PAINT));
    return `<li value="${attempt}">${said} <span class="dim">${formatElapsed(durationMs)}</span></li>`;
  });
  const title = countOf(attempts.length, 'failed attempt');
  return [
    `<details class="attempts"><summary>${title}</summary><ol>${rows.join('')}</ol></details>`,
  ];
}

function describeDecisions({ decisions }: ReportedStep): string[] {
  return decisions.flatMap((decision) => {
    const { who, action, why, flag } = decision;
    if (action === 'edit') return [block(describeEdit(decision, PAINT), 'edit')];
    const by = `${action} by ${who}${flag === undefined ? '' : ` (${flag})`}`;
    const text = showControls(why === undefined ? by : `${by}: ${why}`);
    return [`<p class="decision">${escapeHtml(text)}</p>`];
  });
}

function describeResult({ end }: ReportedStep): string[] {
  if (end?.verdict.status !== 'passed') return [];
  const { file, captures } = end.verdict;
  const values = Object.entries(captures).map(
    ([name, value]) =>
      `<div><dt>${escapeHtml(name)}</dt><dd><code>${escapeHtml(showControls(value))}</code></dd></div>`,
  );
  return [
    ...(file === undefined
      ? []
      : [
          `<p class="file">${escapeHtml(showControls(file.path))}: ${file.action}, ${countOf(file.lines, 'line')}</p>`,
        ]),
    ...(file?.diff === undefined
      ? []
      : [block(file.diff.trimEnd().split('\n').map(paintDiff), 'diff')]),
    ...(values.length === 0 ? [] : [`<dl class="captures">${values.join('')}</dl>`]),
  ];
}

function paintDiff(line: string): string {
  const shown = showControls(line);
  if (shown.startsWith('+')) return PAINT.green(shown);
  return shown.startsWith('-') ? PAINT.red(shown) : shown;
}

function showOutput(step: ReportedStep, { run, outputs, surroundings }: RunView): string[] {
  const { end, failure } = step;
  if (end?.hidden !== undefined) return ['<p class="dim">what it printed is secret</p>'];
  const path = failure?.log ?? end?.log;
  if (path === undefined) return [];
  const log = surroundings.readLog(path, run);
  const isShort = log?.lines !== undefined && log.lines <= SHORT;
  if (log !== undefined) return [outputs.show(log, path, failure !== undefined && isShort)];
  const tail = failure?.tail ?? end?.tail ?? [];
  const known =
    tail.length === 0
      ? ''
      : `<pre tabindex="0">${escapeHtml(tail.map(showControls).join('\n'))}\n</pre>`;
  return [
    `<details class="output"><summary>Output <span class="dim">the log is not here</span></summary>${known}<p class="dim">It was ${escapeHtml(path)} on ${escapeHtml(run.host?.name ?? 'another host')}.</p></details>`,
  ];
}
