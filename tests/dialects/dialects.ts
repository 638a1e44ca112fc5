/** What the tests of dialects have in common. */
import { eventsOf, runInline } from '../helpers/run-inline.ts';

/** How a document of another tool ended where it is, and what was said of it. */
export interface InPlace {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Notes, without the name of the document. */
  readonly notes: readonly string[];
}

/** Runs a document of another tool where it is. */
export async function runInPlace(
  dialect: string,
  document: string,
  files: Readonly<Record<string, string>> = {},
): Promise<InPlace> {
  const name = dialect === 'cram' ? 'doc.t' : 'doc.md';
  const { exitCode, stdout, stderr } = await runInline(document, {
    command: 'test',
    name,
    files,
    args: ['--dialect', dialect],
  });
  return { exitCode, stdout, notes: readNotes(stderr, name) };
}

/** Makes a runbook of a document. */
export async function importText(
  dialect: string,
  document: string,
): Promise<{ readonly text: string; readonly notes: readonly string[] }> {
  const { exitCode, stdout, stderr } = await runInline(document, {
    command: 'import',
    args: ['--from', dialect],
  });
  if (exitCode !== 0) throw new Error(`exit ${exitCode}:\n${stderr}`);
  return { text: stdout, notes: readNotes(stderr, 'doc.md') };
}

/** Which steps of a runbook pass, in order. */
export async function judgeSteps(text: string): Promise<boolean[]> {
  const { events } = await runInline(text, { args: ['--keep-going'] });
  return eventsOf(events, 'step-end').map(({ verdict }) => verdict.status === 'passed');
}

function readNotes(stderr: string, name: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(`${name}:`, ''));
}

/** A fence. */
export function fence(info: string, ...lines: readonly string[]): string {
  return ['```'.concat(info), ...lines, '```', ''].join('\n');
}
