import type { Heading } from '../../document/types.ts';
import { formatDuration } from '../../model/duration.ts';
import { findScenarios } from '../../model/scenarios.ts';
import type { Runbook, Step } from '../../model/types.ts';
import type { Paint } from '../../report/paint.ts';
import { countOf } from '../../report/visible.ts';
import { openRunbook } from '../open-runbook.ts';
import type { Command } from '../program.ts';

/** `runbook list DOC`. */
export const listCommand: Command = async ({ operands, flags }, terminal) => {
  const runbook = await openRunbook(operands[0] ?? '');
  terminal.write(
    flags.json
      ? `${JSON.stringify(describeAsData(runbook), null, 2)}\n`
      : `${describeAsText(runbook, terminal.paint).join('\n')}\n`,
  );
  return 0;
};

function describeAsText(runbook: Runbook, paint: Paint): string[] {
  const { steps, coverage, document } = runbook;
  const widths = {
    role: Math.max(...steps.map((step) => step.role.length), 0),
    id: Math.max(...steps.map((step) => step.id.length), 0),
  };
  let shown: Heading | null = null;
  const rows = steps.flatMap((step) => {
    const opening =
      step.heading === shown ? [] : ['', ...describeHeading(step.heading, runbook, paint)];
    shown = step.heading;
    return [...opening, describeStep(step, widths, paint)];
  });
  return [
    `${paint.bold(runbook.title)}  ${paint.dim(document.file)}`,
    ...rows,
    '',
    `${countOf(steps.length, 'step')} in ${countOf(coverage.fences, 'fence')}`,
  ];
}

function describeHeading(heading: Heading | null, { config }: Runbook, paint: Paint): string[] {
  if (heading === null) return [];
  const scenarios = findScenarios(config.scenarios, heading) ?? [];
  const only = scenarios.length === 0 ? '' : ` · only ${scenarios.join(', ')}`;
  return [`${heading.text}  ${paint.dim(`#${heading.slug}${only}`)}`];
}

function describeStep(
  step: Step,
  widths: { readonly role: number; readonly id: number },
  paint: Paint,
): string {
  const facts = [
    step.file === undefined ? step.lang : step.file.path,
    step.background === undefined ? '' : 'background',
    step.maxMs === undefined ? '' : `at most ${formatDuration(step.maxMs)}`,
    stabilityOf(step) === null ? '' : `${stabilityOf(step)} times in a row`,
    step.capture === undefined ? '' : `captures ${step.capture}`,
    step.expectations.length === 0 ? '' : countOf(step.expectations.length, 'expectation'),
  ].filter((fact) => fact !== '');
  const line = paint.dim(String(step.fence.line).padStart(5));
  const role = step.role.padEnd(widths.role);
  return `${line}  ${role}  ${step.id.padEnd(widths.id)}  ${paint.dim(facts.join(', '))}`;
}

/** How many attempts have to pass in a row, where it is more than one. */
function stabilityOf({ repeat }: Step): number | null {
  return repeat === undefined || repeat.kind === 'retry' || repeat.inARow === 1
    ? null
    : repeat.inARow;
}

/** The shape of `--json`, which editors and scripts rely on. */
function describeAsData(runbook: Runbook): object {
  return {
    document: runbook.document.file,
    title: runbook.title,
    steps: runbook.steps.map((step) => ({
      id: step.id,
      role: step.role,
      title: step.title,
      language: step.lang,
      line: step.fence.line,
      endLine: step.fence.endLine,
      heading: step.heading && { text: step.heading.text, slug: step.heading.slug },
      scenarios: findScenarios(runbook.config.scenarios, step.heading),
      background: step.background !== undefined,
      file: step.file?.path ?? null,
      maxMs: step.maxMs ?? null,
      stable: stabilityOf(step),
      capture: step.capture ?? null,
      expectations: step.expectations.map(({ fence, compiled }) => ({
        line: fence.line,
        summary: compiled.summary,
      })),
    })),
    params: runbook.config.params.map((param) => ({
      name: param.name,
      type: param.type,
      env: param.env,
      required: param.required,
      secret: param.secret,
      default: param.default ?? null,
      description: param.description ?? null,
    })),
    scenarios: runbook.config.scenarios,
    coverage: runbook.coverage,
  };
}
