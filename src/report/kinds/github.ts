import { appendFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { judgeRun, judgeStep } from '../collect/judge.ts';
import type { ReportedRun, ReportedStep } from '../collect/types.ts';
import { writeAnnotation } from '../github-command.ts';
import { ReportError } from '../report-error.ts';
import { showControls } from '../visible.ts';
import { lineOf, nameRun, nameStep, tellFailure } from './case-text.ts';
import { markdownReport } from './markdown.ts';
import type { ReportKind, ReportSurroundings } from './types.ts';

/** Annotations on the lines of the documents, and the summary in `$GITHUB_STEP_SUMMARY`. */
export const github: ReportKind = {
  open(surroundings) {
    const summary = markdownReport.open(surroundings);
    return {
      add(run) {
        summary.add(run);
        return describeRun(run, surroundings);
      },
      finish() {
        appendSummary([summary.finish()].flat().join(''), surroundings);
        return '';
      },
    };
  },
};

function describeRun(run: ReportedRun, { env }: ReportSurroundings): string {
  const file = placeIn(env['GITHUB_WORKSPACE'], run);
  const told = run.steps.flatMap((step) => annotate(step, run, file));
  const { status, why } = judgeRun(run);
  const isBad = status === 'failed' || status === 'error';
  const whole =
    isBad && !told.some((line) => line.startsWith('::error'))
      ? [
          writeAnnotation(
            'error',
            { file, line: findLine(run), title: nameRun(run) },
            [why ?? status, ...run.remarks].join('\n'),
          ),
        ]
      : [];
  return [...told, ...whole].map((line) => `${line}\n`).join('');
}

/** Where the first thing stands that a document was refused for; its first line where that is not known. */
function findLine({ document, remarks }: ReportedRun): number {
  const lines = remarks.flatMap((remark) => remark.split('\n'));
  for (const text of lines.map((line) => line.replace(/^error /, ''))) {
    const rest = text.startsWith(`${document}:`) ? text.slice(document.length + 1) : '';
    const line = /^\d+/.exec(rest)?.[0];
    if (line !== undefined) return Number(line);
  }
  return 1;
}

function annotate(step: ReportedStep, run: ReportedRun, file: string): string[] {
  const { status, why } = judgeStep(step, run);
  const properties = { file, line: lineOf(step), title: nameStep(step) };
  switch (status) {
    case 'failed':
      return [
        writeAnnotation(
          'error',
          properties,
          tellFailure(step).slice(1).map(showControls).join('\n'),
        ),
      ];
    case 'error':
      return [writeAnnotation('error', properties, why ?? '')];
    case 'overridden':
      return [writeAnnotation('warning', properties, why ?? '')];
    default:
      return [];
  }
}

/** The document's path from the root of the repository, as annotations have it. */
function placeIn(workspace: string | undefined, { path, document }: ReportedRun): string {
  if (workspace === undefined || workspace === '' || path === undefined) return document;
  const inside = relative(workspace, path);
  return inside.startsWith('..') || isAbsolute(inside) ? document : inside;
}

/** What one step of a job may have for a summary, in bytes; GitHub shows nothing of a larger one. */
const SUMMARY_LIMIT = 1024 * 1024;

function appendSummary(text: string, { env }: ReportSurroundings): void {
  const path = env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  try {
    appendFileSync(path, clip(text));
  } catch (error) {
    throw new ReportError('github', error);
  }
}

function clip(text: string): string {
  if (Buffer.byteLength(text) <= SUMMARY_LIMIT) return text;
  const note = '\n\n*The rest is too long for a summary.*\n';
  const room = SUMMARY_LIMIT - Buffer.byteLength(note) - 8;
  const kept = Buffer.from(text).subarray(0, room).toString('utf8');
  const lines = kept.slice(0, kept.lastIndexOf('\n'));
  // An open fence would swallow the note.
  const isOpen = (lines.match(/^`{3,}/gm) ?? []).length % 2 === 1;
  const marker = lines.match(/^`{3,}(?=text$)/gm)?.at(-1) ?? '```';
  return lines + (isOpen ? `\n${marker}` : '') + note;
}
