import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { loadLibrary } from '../../libraries/load.ts';
import { rethrowOutOfFiles } from '../open-files.ts';
import type { Probe } from './types.ts';

const CHUNK = 64 * 1024;
/** Of a line that does not end, only so much is looked at. */
const LONGEST_LINE = 1024 * 1024;

/** `ready=log:/regex/`: a line of the log so far has a match. Each look reads only what is new. */
export function createLogProbe(pattern: string): Probe {
  const regex = loadLibrary('re2js').RE2JS.compile(pattern);
  const decoder = new StringDecoder('utf8');
  let offset = 0;
  let lines = 0;
  let unfinished = '';
  // A line that was printed stays so, while other conditions are still waited for.
  let found = false;
  const matches = (line: string): boolean => regex.matcher(line).find();
  return {
    description: `log line /${pattern}/`,
    holder: async () => undefined,
    async check({ log }) {
      if (found) return { ready: true };
      for (const bytes of readFrom(log, offset)) {
        offset += bytes.length;
        const whole = (unfinished + decoder.write(bytes)).split('\n');
        unfinished = (whole.pop() ?? '').slice(-LONGEST_LINE);
        lines += whole.length;
        found ||= whole.some(matches);
      }
      found ||= unfinished !== '' && matches(unfinished);
      if (found) return { ready: true };
      return { ready: false, reason: `no line among ${lines} matches` };
    },
  };
}

/** The bytes from `offset` to the end; none while there is no such file. */
function* readFrom(path: string, offset: number): Iterable<Buffer> {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    rethrowOutOfFiles(error);
    return;
  }
  try {
    for (let at = offset; ; ) {
      const buffer = Buffer.allocUnsafe(CHUNK);
      const length = readSync(fd, buffer, 0, CHUNK, at);
      if (length === 0) return;
      at += length;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(fd);
  }
}
