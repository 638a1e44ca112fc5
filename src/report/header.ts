import type { RunEvent } from '../engine/events.ts';
import type { EditView, ResumeView } from '../engine/resume-view.ts';
import { localTime } from './local-time.ts';
import type { Paint } from './paint.ts';
import type { Verbosity } from './plain.ts';
import { shortenPath } from './visible.ts';

type Start = Extract<RunEvent, { type: 'run-start' | 'stop-start' }>;

/** What stands above a run: the document, where it runs, the run's name; its params when verbose. */
export function describeHeader(
  event: Start,
  paint: Paint,
  verbosity: Verbosity = 'normal',
): string[] {
  const what = event.type === 'stop-start' ? 'stop run' : event.resumed ? 'resumed run' : 'run';
  const scenario = event.type === 'run-start' && event.scenario ? `${event.scenario} · ` : '';
  const host = event.type === 'run-start' ? event.setup.target : undefined;
  const folder = host === undefined ? shortenPath(event.workdir) : `${host}:${event.workdir}`;
  const place = paint.dim(`${scenario}${folder} · ${what} ${event.run}`);
  const params = event.type === 'run-start' && verbosity === 'verbose' ? event.params : [];
  const resumed = event.type === 'run-start' ? describeResumed(event, paint) : [];
  return [
    // In a report of a suite, a document that was left out or refused has no run.
    event.run === '' ? paint.bold(event.title) : `${paint.bold(event.title)}  ${place}`,
    ...params.map(({ name, value, source }) => `  ${name} = ${value} ${paint.dim(`(${source})`)}`),
    ...resumed,
  ];
}

/** What a changed front matter means: values that steps have seen already are those of the run. */
function describeSettings(settings: readonly string[]): string[] {
  const keeps = (key: string): boolean => key === 'workdir' || key.startsWith('params.');
  const list = (keys: readonly string[], what: string): string[] =>
    keys.length === 0
      ? []
      : [`front matter: ${keys.join(', ')} changed since the run began; ${what}`];
  return [
    ...list(
      settings.filter((key) => !keeps(key)),
      'this applies from here on',
    ),
    ...list(
      settings.filter(keeps),
      'the run keeps the values that it has (--set gives a param another one)',
    ),
  ];
}

const CHANGES = { changed: 'was changed', new: 'is new', gone: 'is gone' } as const;

/** What is different from the beginning of the run. */
function describeResumed(
  { resumed }: Extract<RunEvent, { type: 'run-start' }>,
  paint: Paint,
): string[] {
  if (resumed === undefined) return [];
  const lines = [
    ...(resumed.left === undefined ? [] : [describeLeft(resumed.left)]),
    ...resumed.interrupted.map(({ step, action }) => {
      const next = action === 'redo' ? 'it runs again' : 'it is taken as done';
      return `${step} was interrupted when the engine died: ${next}`;
    }),
    ...(resumed.edits ?? []).map(describeKeptEdit),
    ...resumed.changes.map(({ step, change }) => `${step} ${CHANGES[change]} since the run began`),
    ...describeSettings(resumed.settings),
    ...resumed.params.map(
      ({ name, before, now }) =>
        `${name} is ${now} from here on, not ${before}; what was done before is not done again`,
    ),
  ];
  return lines.map((line) => `  ${paint.yellow(line)}`);
}

/** What became of a block that somebody had changed before the run was left. */
function describeKeptEdit({ step, who, lost }: EditView): string {
  return lost === undefined
    ? `${step} stays as it was changed for this run by ${who}`
    : `${step} runs as the document has it; its change by ${who} is lost: ${lost}`;
}

/** Who stopped where, when and why. */
function describeLeft({ who, time, step, why }: NonNullable<ResumeView['left']>): string {
  const place = step === undefined ? '' : ` before ${step}`;
  return `${who} left it${place}, ${localTime(time)}${why === undefined ? '' : `: ${why}`}`;
}
