import { Buffer, isUtf8 } from 'node:buffer';
import type { OutputView } from '../types.ts';

/** What was found at the end of a stream. */
export interface LineCount {
  readonly lines: number;
  /** Whether the last line ends with a newline; true for no lines. */
  readonly finalNewline: boolean;
}

/**
 * Calls `visit` with each line of a stream as it is compared: UTF-8 with invalid bytes shown as
 * `\xNN`, without ANSI sequences, CRLF as LF. A last line without newline is a line. Only one line
 * is held at a time. A `visit` that returns `false` ends the reading.
 */
export function readLines(
  view: OutputView,
  visit: (line: string, index: number) => boolean | undefined,
): LineCount {
  let pending: Uint8Array[] = [];
  let lines = 0;
  for (const chunk of view.chunks()) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const piece = chunk.subarray(start, end);
      const text = decodeLine(pending.length === 0 ? piece : Buffer.concat([...pending, piece]));
      pending = [];
      start = end + 1;
      const line = text.endsWith('\r') ? text.slice(0, -1) : text;
      if (visit(line, lines++) === false) return { lines, finalNewline: true };
    }
    // A source may use its buffer again for the next chunk.
    if (start < chunk.length) pending.push(Uint8Array.from(chunk.subarray(start)));
  }
  if (pending.length === 0) return { lines, finalNewline: true };
  visit(decodeLine(Buffer.concat(pending)), lines++);
  return { lines, finalNewline: false };
}

/** The whole stream as text, normalised as lines are; `null` when it has more than `limit` bytes. */
export function readText(view: OutputView, limit: number): string | null {
  if (view.size > limit) return null;
  const lines: string[] = [];
  const { finalNewline } = readLines(view, (line) => {
    lines.push(line);
    return true;
  });
  return lines.join('\n') + (lines.length > 0 && finalNewline ? '\n' : '');
}

/** No sequence spans a newline, so an unfinished one cannot swallow what follows. */
const ANSI = new RegExp(
  [
    '\\x1b\\][^\\x07\\x1b\\n]*(?:\\x07|\\x1b\\\\)',
    '\\x1b[PX^_][^\\x1b\\n]*\\x1b\\\\',
    '(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]',
    '\\x1b[ -/]*[0-OQ-WYZ\\\\`-~]',
  ].join('|'),
  'g',
);

function decodeLine(bytes: Uint8Array): string {
  const text = isUtf8(bytes) ? toBuffer(bytes).toString('utf8') : decodeInvalid(bytes);
  return text.includes('\x1b') || text.includes('\x9b') ? text.replace(ANSI, '') : text;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decodeInvalid(bytes: Uint8Array): string {
  const parts: string[] = [];
  let valid = 0;
  let position = 0;
  while (position < bytes.length) {
    const length = validLength(bytes, position);
    if (length > 0) {
      position += length;
      continue;
    }
    const byte = (bytes[position] ?? 0).toString(16).padStart(2, '0');
    parts.push(toBuffer(bytes.subarray(valid, position)).toString('utf8'), `\\x${byte}`);
    valid = ++position;
  }
  parts.push(toBuffer(bytes.subarray(valid)).toString('utf8'));
  return parts.join('');
}

/** Length of the UTF-8 character at a position, 0 when there is none. */
function validLength(bytes: Uint8Array, position: number): number {
  const lead = bytes[position] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  const end = position + length;
  return length > 0 && end <= bytes.length && isUtf8(bytes.subarray(position, end)) ? length : 0;
}
