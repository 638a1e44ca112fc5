import type { StepView } from '../engine/events.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import { formatElapsed } from './elapsed.ts';
import type { Paint } from './paint.ts';
import { describeByHand, describeSkip, markEdited } from './run-record.ts';
import { clip, clipColumns, labelStep } from './step-label.ts';
import { FRAME_MS } from './tree-renderer.ts';
import type { WidthOf } from './width.ts';

/** Columns by which the steps of a section stand further right than its heading. */
const INDENT = 2;
/** Columns that a label and what is behind it do not have: the sign, a blank, and two that listr2 keeps free. */
const MARGIN = 4;
/** Such a part of the line has the label, however much there is to say of its step. */
const LABEL_SHARE = 1 / 3;
const BETWEEN = ' · ';

/** What it takes to lay out the tree. */
export interface Layout {
  readonly paint: Paint;
  readonly widthOf: WidthOf;
  /** Of the terminal, as it is now. */
  readonly columns: () => number;
}

/** How a node of the tree ended. */
export type NodeOutcome = 'passed' | 'failed' | 'skipped';

/** What the screen needs of a task that shows a node. */
export interface NodeView {
  setTitle(title: string): void;
  print(line: string): void;
}

/** A step in the tree: what it shows, and a promise that the screen's task waits on. */
export class StepNode {
  readonly step: StepView;
  readonly ended: Promise<NodeOutcome>;
  /** Whether the step has had an end, or never will. */
  isOver = false;
  readonly #layout: Layout;
  readonly #indent: number;
  /** Columns of the title; 0 for a step that its section's heading names already. */
  readonly #titleWidth: number;
  #end: (outcome: NodeOutcome) => void = () => {};
  #view: NodeView | undefined;
  #startedAt: number | undefined;
  #printed: readonly string[] = [];
  #isDrawn = false;
  #attempt = '';
  #waiting = '';
  #title: string;

  constructor(step: StepView, titleWidth: number, indent: number, layout: Layout) {
    this.step = step;
    this.#layout = layout;
    this.#indent = indent;
    this.#titleWidth = titleWidth;
    this.#title = this.#label();
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get title(): string {
    return this.#title;
  }

  /** Connects the node with what shows it; its step may have begun, or even ended, before. */
  attach(view: NodeView): void {
    this.#view = view;
    view.setTitle(this.#title);
    // listr2 hears of no output of a task that it has not drawn yet.
    const timer = setTimeout(() => {
      this.#isDrawn = true;
      this.print(this.#printed);
    }, 2 * FRAME_MS);
    timer.unref();
  }

  start(): void {
    this.#startedAt = performance.now();
    this.refresh();
  }

  noteAttempt(attempt: number, of: number | undefined): void {
    this.#attempt = attempt === 1 ? '' : `attempt ${attempt}${of === undefined ? '' : ` of ${of}`}`;
    this.refresh();
  }

  /** Why the step is not there yet: a probe's answer, the last attempt's failure. */
  noteWaiting(reason: string): void {
    this.#waiting = reason;
    this.refresh();
  }

  /** Lines that the running step printed last; a background step prints on after it is up. */
  print(lines: readonly string[]): void {
    if (this.isOver) return;
    // Kept for a view that is attached, or drawn, only later.
    this.#printed = lines;
    if (!this.#isDrawn) return;
    for (const line of lines) this.#view?.print(clip(line, 200));
  }

  /** Brings the time that has passed up to date. */
  refresh(): void {
    if (this.isOver || this.#startedAt === undefined) return;
    const elapsed = performance.now() - this.#startedAt;
    const time = elapsed < 1000 ? '' : formatElapsed(elapsed);
    const join = (...facts: readonly string[]): string =>
      facts.filter((fact) => fact !== '').join(BETWEEN);
    const { widthOf } = this.#layout;
    const room = this.#room() * (1 - LABEL_SHARE) - widthOf(join(this.#attempt, time, ' '));
    const waiting = clipColumns(this.#waiting, Math.max(1, Math.floor(room)), widthOf);
    this.#setTitle(this.#line(this.#label(), join(this.#attempt, waiting, time)));
  }

  end(verdict: StepVerdict, durationMs: number, attempts: number): void {
    if (this.isOver) return;
    const many = attempts > 1 ? ` (${attempts} attempts)` : '';
    const outcome = verdict.status === 'cancelled' ? 'failed' : verdict.status;
    const facts = {
      passed: () =>
        verdict.status === 'passed' && verdict.byHand !== undefined
          ? describeByHand(verdict.byHand)
          : markEdited(verdict) + formatElapsed(durationMs) + many,
      failed: () => formatElapsed(durationMs) + many,
      skipped: () => (verdict.status === 'skipped' ? describeSkip(verdict.reason) : ''),
      cancelled: () => 'cancelled',
    };
    const text = facts[verdict.status]();
    this.#close(outcome, this.#line(this.#label(verdict), text, this.#layout.paint.dim));
  }

  /** The step was never begun. */
  leaveOut(): void {
    if (this.isOver) return;
    this.#close('skipped', this.#layout.paint.dim(this.#line(this.#label(), 'not reached')));
  }

  #close(outcome: NodeOutcome, title: string): void {
    this.#setTitle(title);
    this.isOver = true;
    this.#end(outcome);
  }

  /** A label with what there is to say behind it; in a narrow terminal the label is cut, not that. */
  #line(label: string, facts: string, paint = (text: string): string => text): string {
    if (facts === '') return label;
    const { widthOf } = this.#layout;
    const room = Math.max(this.#room() * LABEL_SHARE, this.#room() - widthOf(facts));
    return `${clipColumns(label, Math.floor(room), widthOf)}  ${paint(facts)}`;
  }

  /** Columns for a label and the facts behind it. */
  #room(): number {
    return Math.max(0, this.#layout.columns() - MARGIN - this.#indent - 2);
  }

  #label(verdict?: StepVerdict): string {
    const { title, detail } = labelStep(this.step, verdict);
    if (this.#titleWidth === 0) return detail;
    const room = Math.max(0, this.#titleWidth - this.#layout.widthOf(title));
    return `${title}${' '.repeat(room)}  ${detail}`;
  }

  #setTitle(title: string): void {
    this.#title = title;
    this.#view?.setTitle(title);
  }
}

/** Steps next to each other under one heading. */
export interface SectionNode {
  readonly title: string;
  readonly nodes: readonly StepNode[];
}

/** The steps in their order, grouped by the heading they stand under. */
export function groupSections(steps: readonly StepView[], layout: Layout): SectionNode[] {
  const { widthOf } = layout;
  const groups: { readonly path: string; readonly steps: StepView[] }[] = [];
  for (const step of steps) {
    const path = pathOf(step);
    const last = groups.at(-1);
    if (last?.path === path) last.steps.push(step);
    else groups.push({ path, steps: [step] });
  }
  const names = groups.map(({ path }) => lastPart(path));
  const width = Math.max(
    0,
    ...groups.flatMap(({ steps: members }) =>
      members.map((step) => titleColumns(step, members.length, widthOf)),
    ),
  );
  return groups.map((group, index) => {
    const name = names[index] ?? '';
    const isUnique = names.filter((other) => other === name).length === 1;
    return {
      title: isUnique ? name : group.path,
      nodes: group.steps.map((step) => {
        const indent = group.steps.length === 1 ? 0 : INDENT;
        const isShown = titleColumns(step, group.steps.length, widthOf) > 0;
        return new StepNode(step, isShown ? width - indent : 0, indent, layout);
      }),
    };
  });
}

/**
 * Columns that a step's title takes, its indent included. In a section of several steps, one that has
 * no title but the heading's shows none.
 */
function titleColumns(step: StepView, members: number, widthOf: WidthOf): number {
  const { title } = labelStep(step);
  if (members === 1) return widthOf(title);
  return title === step.section.at(-1) ? 0 : widthOf(title) + INDENT;
}

const SEPARATOR = ' › ';

function pathOf(step: StepView): string {
  return step.role === 'require' ? 'Prerequisites' : step.section.join(SEPARATOR) || 'Steps';
}

function lastPart(path: string): string {
  return path.split(SEPARATOR).at(-1) ?? path;
}
