import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { MarkdownDocument } from '../document/types.ts';
import type { RunEvent } from '../engine/events.ts';
import type { ByHand } from '../engine/verdict.ts';
import type { Role, Step } from '../model/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { formatElapsed } from './elapsed.ts';

/** What a page says below the block of a step. */
export type StampOf = (step: Pick<Step, 'id' | 'role'>) => string;

/** Why no run of a block is on record. */
function describeAbsence(role: Role): string {
  if (role === 'diagnose') return 'not proven: for when something has failed';
  if (role === 'rollback') return 'not proven: for when what was done has to be undone';
  return 'not proven: no run of this block is recorded';
}

/** A line that holds a stamp and nothing else, whatever encloses the block. */
export const STAMP_LINE: RegExp = /^[>\s]*<sub>(?:not )?proven.*<\/sub>\s*$/;

/** Stamps for a page that was made without a record of a run. */
export const unproven: StampOf = ({ role }) => stamp(describeAbsence(role));

/**
 * Stamps from the reports that `run --report jsonl=FILE` wrote: a run in which a step has passed proves it,
 * whatever the others say; otherwise the last one that knows of it is named.
 *
 * @throws {@link UsageError} when a file is no such report, or is of another text than the document's.
 */
export function readProof(paths: readonly string[], document: MarkdownDocument): StampOf {
  const proven = new Map<string, string>();
  for (const path of paths)
    for (const [step, text] of readReport(path, document))
      if (!proven.get(step)?.startsWith('proven')) proven.set(step, text);
  return ({ id, role }) => stamp(proven.get(id) ?? describeAbsence(role));
}

/** What one report says of each step. */
function readReport(path: string, document: MarkdownDocument): ReadonlyMap<string, string> {
  const events = readEvents(path);
  const start = events.find((event) => event.type === 'run-start');
  if (start === undefined) throw new UsageError(`--proof ${path}: is no report of a run`);
  const hash = createHash('sha256').update(document.text).digest('hex');
  if (start.documentHash !== hash) {
    throw new UsageError(`--proof ${path}: the document is not the one that was run`, [
      `run it again: \`runbook run ${document.file} --report jsonl=${path}\``,
    ]);
  }
  const proven = new Map<string, string>();
  const run = `run ${start.run} on ${start.time.slice(0, 10)}`;
  for (const event of events) {
    if (event.type === 'step-end') proven.set(event.step, describeEnd(event, run));
    if (event.type === 'background-died') proven.set(event.step, `not proven: failed in ${run}`);
  }
  return proven;
}

function describeEnd(event: Extract<RunEvent, { type: 'step-end' }>, run: string): string {
  const { verdict } = event;
  switch (verdict.status) {
    case 'passed':
      if (verdict.edited === true) return `not proven: passed in an edited form in ${run}`;
      if (verdict.byHand !== undefined) return describeByHand(verdict.byHand, run);
      return `proven by ${run}: passed in ${formatElapsed(event.durationMs)}`;
    case 'skipped':
      return `not proven: skipped in ${run}`;
    case 'failed':
      return `not proven: failed in ${run}`;
    case 'cancelled':
      return `not proven: cancelled in ${run}`;
  }
}

/** What a person did is proven as far as its output was checked. */
function describeByHand({ pasted, override }: ByHand, run: string): string {
  return pasted === undefined || override
    ? `not proven: done by hand in ${run}`
    : `proven by ${run}: done by hand, its output checked`;
}

function stamp(text: string): string {
  return `<sub>${text}</sub>`;
}

function readEvents(path: string): RunEvent[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RunEvent);
  } catch (error) {
    throw new UsageError(`--proof ${path}: ${error instanceof Error ? error.message : error}`);
  }
}
