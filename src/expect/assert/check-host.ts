import { resolveSegments } from '../text/resolve-segments.ts';
import type { FileContent, Scope, Surroundings } from '../types.ts';
import { checkStream } from './check-stream.ts';
import { compares, type FileCheck, type HostTest, type Text } from './conditions.ts';
import { readPort } from './parse-host-test.ts';

/** Asks the host: `null` when the condition holds, otherwise what was found instead. */
export async function checkHost(
  test: HostTest,
  surroundings: Surroundings,
  scope: Scope,
): Promise<string | null> {
  switch (test.kind) {
    case 'file': {
      const path = resolve(test.path, scope, surroundings);
      if (typeof path === 'string') return path;
      return checkFile(path.shown, test.check, await surroundings.readFile(path.real), scope);
    }
    case 'port': {
      const text = resolve(test.port, scope, surroundings);
      if (typeof text === 'string') return text;
      const port = readPort(text.real);
      if (port === undefined) return `\`${text.shown}\` is no port (1 to 65535)`;
      return checkPort(text.shown, test.open, await surroundings.connect(port));
    }
    case 'http': {
      const url = resolve(test.url, scope, surroundings);
      if (typeof url === 'string') return url;
      const answer = await surroundings.request(test.method, url.real);
      if (!answer.ok) return `${url.shown}: no answer: ${answer.message}`;
      if (compares(test.comparator, answer.status - test.status)) return null;
      return `${url.shown} answered ${answer.status} ${answer.reason}`.trimEnd();
    }
  }
}

/** What a text stands for: to ask with, and for people, with the mask where a secret is. */
interface Resolved {
  readonly real: string;
  readonly shown: string;
}

/** The text, or in words what is missing. */
function resolve(text: Text, scope: Scope, { secret }: Surroundings): Resolved | string {
  const missing = new Set<string>();
  const shown = fill(text, scope, missing);
  const [name] = missing;
  if (name !== undefined) return `\`${name}\` has no value`;
  const values = new Map([...scope].map(([key, value]) => [key, secret(key) ?? value]));
  return { real: fill(text, values, missing), shown };
}

function fill(text: Text, scope: Scope, missing: Set<string>): string {
  const [only] = resolveSegments(text, scope, missing);
  return only?.kind === 'literal' ? only.text : '';
}

function checkFile(
  shown: string,
  check: FileCheck,
  content: FileContent,
  scope: Scope,
): string | null {
  const { mode } = content;
  if (check.kind === 'exists' && !content.ok && content.absent) {
    return check.negated ? null : `${shown} ${content.message}`;
  }
  if (check.kind === 'exists' && mode !== undefined) {
    return check.negated ? `${shown} exists` : null;
  }
  if (check.kind === 'mode' && mode !== undefined) {
    return mode === check.mode ? null : `${shown} has mode ${showMode(mode)}`;
  }
  if (!content.ok) return `${shown} ${content.message}`;
  return check.kind === 'exists' || check.kind === 'mode'
    ? null
    : checkStream(shown, check, content.view, scope);
}

function showMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function checkPort(shown: string, open: boolean, trouble: string | undefined): string | null {
  if (open) return trouble === undefined ? null : `port ${shown}: ${trouble}`;
  return trouble === undefined ? `port ${shown} accepts connections` : null;
}
