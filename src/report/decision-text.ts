import type { RunEvent } from '../engine/events.ts';
import type { Paint } from './paint.ts';
import { cutLine, showControls } from './visible.ts';

type Decision = Extract<RunEvent, { type: 'operator' }>;

/** A decision that the end of a run has to tell of, in words; `undefined` for every other one. */
export function describeDecision(
  { action, who, step = '', why }: Decision,
  isCleanup: boolean,
): string | undefined {
  const reason = why === undefined ? '' : `: ${showControls(why)}`;
  switch (action) {
    case 'quit':
      return `${who} left the run before \`${step}\`${reason}`;
    case 'ignore':
      return `${who} let the run go on as if \`${step}\` had passed${reason}`;
    case 'decline': {
      const end = isCleanup ? '' : '; the run ended there';
      return `${who} declined \`${step}\`: it did not run${end}${why === undefined ? '' : ` (${showControls(why)})`}`;
    }
    default:
      return undefined;
  }
}

/** What somebody has made of a block, as the lines of a patch. */
export function describeEdit(
  { action, who, step = '', diff, restored }: Decision,
  paint: Paint,
): string[] {
  if (action !== 'edit') return [];
  if (restored === true) return [`${who} made \`${step}\` the document's again`];
  const lines = (diff ?? '').replace(/\n$/, '').split('\n').slice(2);
  const shown = diff === undefined ? [] : lines.map((line) => cutLine(showControls(line)));
  return [
    `${who} changed \`${step}\` for this run`,
    ...shown.map((line) => {
      const colour = line.startsWith('+')
        ? paint.green
        : line.startsWith('-')
          ? paint.red
          : paint.dim;
      return `  ${colour(line)}`;
    }),
  ];
}
