import type { StepView } from '../engine/events.ts';
import type { FileChange, StepVerdict } from '../engine/verdict.ts';
import { alignCut, countOf, cutLine, showControls } from './visible.ts';
import type { WidthOf } from './width.ts';

/** The two texts that stand for a step: what it is called and what it does. */
export interface StepLabel {
  readonly title: string;
  readonly detail: string;
}

/** A label whose parts fit in columns; the detail of a file block says what became of the file. */
export function labelStep(step: StepView, verdict?: StepVerdict): StepLabel {
  const change = verdict?.status === 'passed' ? verdict.file : undefined;
  return { title: clip(step.title, 36), detail: clip(detailOf(step, change), 48) };
}

function detailOf(step: StepView, change: FileChange | undefined): string {
  if (step.file !== undefined) return change ? describeChange(step.file, change) : step.file;
  return step.command ?? step.id;
}

function describeChange(path: string, change: FileChange): string {
  const lines = change.action === 'unchanged' ? '' : `, ${countOf(change.lines, 'line')}`;
  return `${path} (${change.action}${lines})`;
}

/** Cuts a text to a number of characters. */
export function clip(text: string, limit: number): string {
  const safe = cutLine(showControls(text));
  if (safe.length <= limit) return safe;
  return `${safe.slice(0, alignCut(safe, limit - 1)).trimEnd()}…`;
}

/** Cuts a text to a number of columns. */
export function clipColumns(text: string, columns: number, widthOf: WidthOf): string {
  let clipped = clip(text, columns);
  for (let limit = columns - 1; limit > 0 && widthOf(clipped) > columns; limit--) {
    clipped = clip(text, limit);
  }
  return clipped;
}
