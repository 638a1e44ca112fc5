import type { Heading } from '../document/types.ts';
import type { Step } from '../model/types.ts';
import type { StepView } from './events.ts';

/** What reporters may know of a step. */
export function viewStep(step: Step): StepView {
  const command = step.file === undefined ? firstCommand(step.code) : undefined;
  return {
    id: step.id,
    role: step.role,
    title: step.title,
    lang: step.lang,
    line: step.fence.line,
    section: sectionPath(step.heading),
    background: step.background !== undefined,
    ...(step.secret ? { secret: true } : {}),
    ...(step.file === undefined ? {} : { file: step.file.path }),
    ...(command === undefined ? {} : { command }),
  };
}

/** Heading texts from the outermost; a first-level heading is the document's title. */
function sectionPath(heading: Heading | null): string[] {
  const path: string[] = [];
  for (let at = heading; at !== null; at = at.parent) {
    if (at.level > 1) path.unshift(at.text);
  }
  return path;
}

function firstCommand(code: string): string | undefined {
  return code
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#') && !line.startsWith('//'));
}
