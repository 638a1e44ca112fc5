import type { ChecklistResult } from '../../engine/checklist-result.ts';
import { tellWhy } from '../checklist-text.ts';
import {
  countStatuses,
  describeCounts,
  judgeRun,
  judgeStep,
  SIGNS,
  type Status,
  WORDS,
} from '../collect/judge.ts';
import type { ReportedRun, ReportedStep } from '../collect/types.ts';
import { formatElapsed } from '../elapsed.ts';
import { showControls } from '../visible.ts';
import { headlineOf, lineOf, tellFailure } from './case-text.ts';
import type { ReportKind } from './types.ts';

/** A summary in Markdown: for the page of a job, a comment, a wiki. */
export const markdownReport: ReportKind = {
  open() {
    const parts: string[] = [];
    const rows: string[] = [];
    return {
      // The table of all documents comes first.
      add(run) {
        parts.push(describeRun(run));
        rows.push(describeRow(run));
        return '';
      },
      finish: () => [...(rows.length > 1 ? [describeAll(rows)] : []), ...parts].join('\n'),
    };
  },
};

const EMOJI: Readonly<Record<Status, string>> = {
  passed: '✅',
  overridden: '⚠️',
  failed: '❌',
  error: '❌',
  skipped: '⚪',
  cause: '🔎',
};

function describeAll(rows: readonly string[]): string {
  return ['# Runbooks', '', '| | Document | | Time |', '|---|---|---|---:|', ...rows, ''].join(
    '\n',
  );
}

function describeRow(run: ReportedRun): string {
  const { status, why } = judgeRun(run);
  const counts = describeCounts(countStatuses(run));
  const cells = [EMOJI[status], code(run.document), plain(why ?? counts), elapsed(run.durationMs)];
  return `| ${cells.join(' | ')} |`;
}

function describeRun(run: ReportedRun): string {
  const { status, why } = judgeRun(run);
  const counts = describeCounts(countStatuses(run));
  const facts = [counts, elapsed(run.durationMs), `run ${code(run.id)}`, run.began.slice(0, 10)];
  const failed = run.steps.filter((step) => judgeStep(step, run).status === 'failed');
  return [
    `## ${EMOJI[status]} ${plain(run.title)}`,
    '',
    `${code(run.document)} · ${facts.join(' · ')}`,
    ...(why === undefined ? [] : ['', `**${plain(why)}**`]),
    ...failed.flatMap(describeFailed),
    '',
    ...describeSteps(run),
    ...(run.checklist === undefined ? [] : describeItems(run.checklist.items)),
    ...describeValues(
      'Params',
      run.params.map(({ name, value }) => [name, value]),
    ),
    ...describeValues('Captured', listCaptures(run)),
    ...(run.remarks.length === 0 ? [] : ['', ...run.remarks.map((remark) => `- ${plain(remark)}`)]),
    '',
  ].join('\n');
}

function describeFailed(step: ReportedStep): string[] {
  const lines = tellFailure(step).slice(1).map(showControls);
  return [
    '',
    `### ${SIGNS.failed} ${plain(step.view.id)}, line ${lineOf(step)}: ${plain(headlineOf(step))}`,
    '',
    ...fence(lines),
  ];
}

/** Lines in a fence that is longer than any in them. */
function fence(lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length),
  );
  const marker = '`'.repeat(longest + 1);
  return [`${marker}text`, ...lines, marker];
}

function describeSteps(run: ReportedRun): string[] {
  const rows = run.steps.map((step) => {
    const { status, why } = judgeStep(step, run);
    const { view, end } = step;
    const time = end === undefined || status === 'skipped' ? '' : elapsed(end.durationMs);
    const what = [WORDS[status], why].filter(Boolean).join(': ');
    const cells = [EMOJI[status], code(view.id), plain(view.title), view.role, plain(what), time];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| | Step | | Role | | Time |', '|---|---|---|---|---|---:|', ...rows];
}

function describeItems(items: readonly ChecklistResult[]): string[] {
  return [
    '',
    '### Checklist',
    '',
    ...items.map((item) => {
      const holds = item.state === 'verified' || item.state === 'confirmed';
      return `- [${holds ? 'x' : ' '}] ${plain(item.text)} (${plain(tellWhy(item))})`;
    }),
  ];
}

function describeValues(title: string, values: readonly (readonly [string, string])[]): string[] {
  if (values.length === 0) return [];
  const rows = values.map(([name, value]) => `| ${code(name)} | ${code(value)} |`);
  return ['', `### ${title}`, '', '| Name | Value |', '|---|---|', ...rows];
}

/** What the steps have captured, in order. */
export function listCaptures({ steps }: ReportedRun): [string, string][] {
  return steps.flatMap(({ end }) =>
    end?.verdict.status === 'passed' ? Object.entries(end.verdict.captures) : [],
  );
}

function elapsed(ms: number): string {
  return formatElapsed(ms);
}

/** A text with everything that would be markup taken literally. */
function plain(text: string): string {
  return showControls(text).replace(/[\\`*_{}[\]<>|#~&@!]/g, (char) =>
    // A mention or a tag of HTML is taken apart by an entity alone.
    /[<>&@|]/.test(char) ? `&#${char.charCodeAt(0)};` : `\\${char}`,
  );
}

/** A text as code, in a cell of a table as well. */
function code(text: string): string {
  const shown = showControls(text).slice(0, 400);
  if (shown === '') return '';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const marker = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(shown) ? ' ' : '';
  return `${marker}${pad}${shown.replaceAll('|', '\\|')}${pad}${marker}`;
}
