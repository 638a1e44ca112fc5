import { readFileSync } from 'node:fs';
import { RE2JS } from 're2js';
import type { Probe } from './types.ts';

/** `ready=log:/regex/`: a line of the log so far has a match. */
export function createLogProbe(pattern: string): Probe {
  const regex = RE2JS.compile(pattern);
  return {
    description: `log line /${pattern}/`,
    holder: async () => undefined,
    async check({ log }) {
      const lines = readLines(log);
      if (lines.some((line) => regex.matcher(line).find())) return { ready: true };
      return { ready: false, reason: `no line among ${lines.length} matches` };
    },
  };
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');
  } catch {
    return [];
  }
}
