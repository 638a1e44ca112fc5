import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../src/engine/events.ts';
import { eventsOf } from '../helpers/run-inline.ts';
import type { Host } from './host.ts';

/** How a reader got through the guide. */
export interface Journey {
  readonly exitCode: number | null;
  readonly output: string;
  /** How each step ended, by its id, in the last attempt. */
  readonly verdicts: ReadonlyMap<string, string>;
  /** What the guide said was missing, and the reader then did. */
  readonly remedies: readonly string[];
}

/** A reader who has to get what is missing more often than this is going round in circles. */
const ATTEMPTS = 5;

/**
 * Runs the guide, does what it says is missing, and runs it again: nothing else is known of what it
 * needs. `args` are those of the guide's own text.
 */
export async function followGuide(
  host: Host,
  { args, report, artefacts }: { args: string; report: string; artefacts: string },
): Promise<Journey> {
  const remedies: string[] = [];
  for (let attempt = 1; ; attempt++) {
    const path = `/root/${report}.jsonl`;
    const { exitCode, output } = await host.type(
      `./runbook run deployment.md ${args} --report jsonl=${path}`,
    );
    const text = await host.read(path).catch(() => '');
    writeFileSync(join(artefacts, `${host.name}-${report}.jsonl`), `${text}\n`);
    const verdicts = readVerdicts(text);
    const missing = findRemedies(output).filter((remedy) => !remedies.includes(remedy));
    if (exitCode === 0 || missing.length === 0 || attempt === ATTEMPTS)
      return { exitCode, output, verdicts, remedies };
    if (remedies.length === 0) missing.unshift('apt-get update');
    for (const remedy of missing) await host.type(remedy);
    remedies.push(...missing);
  }
}

/** `Debian, Ubuntu: apt-get install curl` is what a reader on Debian does. */
function findRemedies(output: string): string[] {
  const found = [...output.matchAll(/Debian, Ubuntu: ([^;\n]+)/g)].map(([, remedy = '']) => remedy);
  return [...new Set(found)];
}

function readVerdicts(report: string): Map<string, string> {
  const events = report
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent);
  return new Map(eventsOf(events, 'step-end').map(({ step, verdict }) => [step, verdict.status]));
}
