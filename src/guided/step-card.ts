import type { StepStop } from '../engine/step-dialogue.ts';
import type { Step } from '../model/types.ts';
import { previewFile } from '../report/file-preview.ts';
import type { Paint } from '../report/paint.ts';
import { describeFacts } from '../report/step-facts.ts';
import { cutLine, shortenPath, showControls } from '../report/visible.ts';
import { wrapLine } from '../report/wrap-line.ts';
import { describeEnding } from './ending.ts';
import { describeProse } from './step-prose.ts';

/** How many lines of a block are shown of a longer one. */
const CODE_LINES = 20;

/** What a card is drawn for. */
export interface CardView {
  readonly width: number;
  readonly paint: Paint;
  /** Without signs that a screen reader spells out. */
  readonly plain: boolean;
  /** Whether the prose above the step is shown as well. */
  readonly prose: boolean;
}

/** A step before it runs: where it stands, the prose above it, what it does and what is expected. */
export function describeCard(stop: StepStop, view: CardView): string[] {
  const { planned } = stop;
  const { step } = planned;
  const prose = view.prose ? describeProse(stop.runbook, step, view) : [];
  const body = step.file === undefined ? describeCode(stop, view) : describeFile(stop, view);
  return [
    ...describeHead(stop, view),
    ...describeEnding(stop, view),
    ...(prose.length === 0 ? [] : [...prose, '']),
    ...body.map((line) => `  ${line}`),
    ...describeStepFacts(stop, view),
  ].map(stop.mask);
}

function describeHead({ planned, index, of, cwd }: StepStop, view: CardView): string[] {
  const { step } = planned;
  const { paint, plain, width } = view;
  const place = `${index}/${of}`;
  const isNamed = step.title.toLowerCase().replaceAll(' ', '-') === step.id;
  const title = isNamed ? step.title : `${step.title} (${step.id})`;
  const left = `${plain ? 'Step' : '▸'} ${place}  ${title}`;
  const right = `${step.role}   ${shortenPath(cwd)}`;
  const room = width - left.length - right.length;
  if (room < 2) return [paint.bold(left), `  ${paint.dim(right)}`];
  return [`${paint.bold(left)}${' '.repeat(room)}${paint.dim(right)}`];
}

function describeCode({ planned, command }: StepStop, { width, paint, plain }: CardView): string[] {
  const { step } = planned;
  const lines = command.replace(/\n$/, '').split('\n');
  const shown = lines.slice(0, CODE_LINES);
  const rest = lines.length - shown.length;
  const sign = isCommand(step) && !plain ? '$ ' : '  ';
  return [
    ...shown.flatMap((line, index) => {
      const text = cutLine(showControls(line.replaceAll('\t', '    ')));
      const first = index === 0 ? sign : '  ';
      return wrapLine(first + text, width - 2, '    ').map((one) => paint.bold(one));
    }),
    ...(rest > 0 ? [paint.dim(`  … ${rest} more lines; v shows them`)] : []),
  ];
}

function isCommand(step: Step): boolean {
  return step.file === undefined && step.request === undefined && step.role !== 'manual';
}

function describeFile({ planned, resolve, mask, cwd }: StepStop, { paint }: CardView): string[] {
  const lines = previewFile(planned.step, { resolve, cwd }, { text: mask }, paint);
  const shown = lines.slice(0, CODE_LINES + 1);
  const rest = lines.length - shown.length;
  return rest > 0 ? [...shown, paint.dim(`… ${rest} more lines; v shows them`)] : shown;
}

function describeStepFacts(stop: StepStop, { width, paint }: CardView): string[] {
  const { planned, resolve, runbook } = stop;
  const { step, interpreter } = planned;
  const context = { resolve, timeoutMs: runbook.config.timeoutMs, asks: true as const };
  const facts = [
    ...(planned.edited === true ? [['edited', 'for this run; the document stays as it is']] : []),
    ...describeFacts(step, context, interpreter?.program),
  ];
  return facts.flatMap(([name = '', value = '']) => {
    const indent = ' '.repeat(11);
    const [first = '', ...more] = wrapLine(`${indent}${showControls(value)}`, width, indent);
    return [`  ${paint.dim(name.padEnd(8))} ${first.slice(indent.length)}`, ...more];
  });
}
