import type { Heading } from '../document/types.ts';
import type { Expectation, Step } from '../model/types.ts';
import type { ExpectationView, StepView } from './events.ts';

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
    ...(step.expectations.length === 0 ? {} : { expects: step.expectations.map(viewExpectation) }),
  };
}

function viewExpectation({ fence, compiled }: Expectation): ExpectationView {
  return { line: fence.line, summary: compiled.summary };
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
