import {
  countStatuses,
  describeCounts,
  judgeRun,
  SIGNS,
  type Status,
  WORDS,
} from '../collect/judge.ts';
import type { ReportedRun } from '../collect/types.ts';
import { formatElapsed } from '../elapsed.ts';
import { showControls } from '../visible.ts';
import { showDocument } from './document.ts';
import { escapeHtml } from './escape.ts';
import { showChecklist, showFacts, showRemarks } from './facts.ts';
import type { RunView } from './step.ts';
import { showTimeline } from './timeline.ts';

/** What the head of the page has of a run. */
export interface RunRow {
  readonly title: string;
  readonly document: string;
  readonly anchor: string;
  readonly status: Status;
  readonly word: string;
  readonly durationMs: number;
  readonly failed: number;
}

/** A run as a part of the page. */
export interface RunPart {
  /** What is seen of it in any case. */
  readonly head: string;
  readonly body: string;
}

/** Reads everything of a run that is shown. */
export function showRun(view: RunView): RunPart {
  const { run, prefix } = view;
  const { status } = judgeRun(run);
  const head = [
    `<article class="run" id="${prefix}" data-status="${status}" aria-labelledby="${prefix}-title">`,
    `<h2 id="${prefix}-title">${shown(run.title)}</h2>`,
    `<p class="verdict" data-status="${status}"><span class="sign" aria-hidden="true">${SIGNS[status]}</span> ${shown(tellVerdict(run))}</p>`,
    showRemarks(run),
  ].join('\n');
  const body = [
    showTimeline(view),
    showChecklist(run),
    showFacts(run),
    `<div class="document">${showDocument(view)}</div>`,
  ].join('\n');
  return { head, body };
}

/** A run among others; of many, those that are as they should be are closed. */
export function joinPart({ head, body }: RunPart, { status }: RunRow, isAlone: boolean): string {
  if (isAlone) return `${head}\n${body}\n</article>\n`;
  const isGood = status === 'passed' || status === 'skipped';
  const summary = '<summary>Document, timeline and values</summary>';
  return `${head}\n<details class="body"${isGood ? '' : ' open'}>${summary}\n${body}\n</details></article>\n`;
}

/** A run as a row of the table of all. */
export function rowOf({ run, prefix }: RunView): RunRow {
  const counts = countStatuses(run);
  return {
    title: run.title,
    document: run.document,
    anchor: prefix,
    status: judgeRun(run).status,
    word: tellVerdict(run),
    durationMs: run.durationMs,
    failed: counts.failed + counts.error,
  };
}

function tellVerdict(run: ReportedRun): string {
  const { status, why } = judgeRun(run);
  const counts = describeCounts(countStatuses(run));
  const verdict = [WORDS[status], why].filter(Boolean).join(': ');
  return `${verdict} · ${counts} in ${formatElapsed(run.durationMs)}`;
}

function shown(text: string): string {
  return escapeHtml(showControls(text));
}
