import { RUN_EVENT_TYPES } from '../engine/events.ts';
import type { Reporter } from './types.ts';

/** What a reporter is made with that is loaded from a file. */
export interface ReporterContext {
  /**
   * Writes a part of the report: to FILE of `--report ./reporter.js=FILE`, as it comes; without one to
   * stdout, at the end.
   */
  readonly write: (text: string) => void;
  /** FILE, absolute; absent where none was named. */
  readonly file?: string;
}

/** Makes a reporter, for one or several runs one after the other. */
export type ReporterFactory = (context: ReporterContext) => Reporter | Promise<Reporter>;

const KEYS: ReadonlySet<string> = new Set(['name', 'hooks', 'close']);

/** What keeps a value from being a reporter, as a sentence with the names that there are; nothing when it is one. */
export function refuseReporter(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('hooks' in value))
    return 'a reporter is an object with `hooks`';
  const { hooks } = value;
  if (typeof hooks !== 'object' || hooks === null)
    return '`hooks` is an object with a function for each type of event that is wanted';
  const unknown = Object.keys(value).find((key) => !KEYS.has(key));
  if (unknown !== undefined)
    return `a reporter has \`name\`, \`hooks\` and \`close\`, and no \`${unknown}\``;
  return refuseHooks(hooks);
}

function refuseHooks(hooks: object): string | undefined {
  const types: readonly string[] = RUN_EVENT_TYPES;
  for (const [type, hook] of Object.entries(hooks)) {
    if (!types.includes(type))
      return `there is no event \`${type}\`; the events are ${types.join(', ')}`;
    if (hook !== undefined && typeof hook !== 'function')
      return `the hook \`${type}\` is no function`;
  }
  return undefined;
}

/** A reporter under a name, so that its failures are told from those of a screen. */
export function nameReporter(reporter: Reporter, fallback: string): Reporter {
  const { name = fallback, hooks } = reporter;
  return { name, hooks, close: () => reporter.close?.() };
}
