import type { ByHandTask, Confirmation } from '../engine/people-dialogue.ts';
import type { Paint } from '../report/paint.ts';
import { describeReason } from '../report/reason-text.ts';
import { cutLine, showControls } from '../report/visible.ts';
import type { WidthOf } from '../report/width.ts';
import { wrapLine } from '../report/wrap-line.ts';

/** What a task is shown with. */
export interface TaskView {
  readonly paint: Paint;
  readonly widthOf: WidthOf;
  /** The document, as the user gave it. */
  readonly file: string;
  /** Without signs that a screen reader spells out. */
  readonly plain: boolean;
  /** Columns of the terminal, now. */
  readonly width: () => number;
}

/** What a person is to do, as lines. */
export function describeTask(task: ByHandTask, view: TaskView): string[] {
  const { paint, width, plain } = view;
  const { step, text, isCommand, expected } = task;
  const mark = isCommand && !plain ? '$ ' : '';
  const lines = text.replace(/\n$/, '').split('\n').map(showLine);
  return [
    '',
    ...describeHead(task, 'by hand', view),
    // A command is copied from the screen, so no line of it is broken.
    ...lines.flatMap((line) =>
      isCommand ? [`  ${mark}${line}`.trimEnd()] : wrapLine(`  ${line}`.trimEnd(), width(), '  '),
    ),
    ...expected.map(({ line, summary }) => `  ${paint.dim(`expect  ${summary}, line ${line}`)}`),
    ...(step.secret ? [`  ${paint.dim('what you paste is secret, and kept nowhere')}`] : []),
  ];
}

/** Why it is put again, as lines. */
export function describeAgain({ failure }: ByHandTask, { paint, widthOf }: TaskView): string[] {
  if (failure === undefined) return [];
  const { lines, hints } = describeReason(failure, paint, widthOf);
  return [
    '',
    `${paint.red('✗')} it does not hold`,
    ...lines,
    ...hints.map((hint) => `  ${paint.yellow('hint')} ${hint}`),
  ];
}

/** The question of a `confirm`, as lines. */
export function describeQuestion(confirmation: Confirmation, view: TaskView): string[] {
  return [
    '',
    ...describeHead(confirmation, confirmation.step.role, view),
    ...wrapLine(`  ${showLine(confirmation.question)}`, view.width(), '  '),
  ];
}

function describeHead(
  { step, index, total }: Pick<ByHandTask, 'step' | 'index' | 'total'>,
  what: string,
  { paint, file, width, plain }: TaskView,
): string[] {
  const place = paint.dim(`${what}  ${file}:${step.fence.line}`);
  // Cleanup and what comes after a failure are none of the steps in order.
  const count = index > total ? '' : `${index}/${total}  `;
  return wrapLine(
    `${plain ? 'Step' : '▸'} ${count}${paint.bold(showLine(step.title))}  ${place}`,
    width(),
    '    ',
  );
}

function showLine(line: string): string {
  return cutLine(showControls(line.replaceAll('\t', '    ')));
}
