import { Buffer, isUtf8 } from 'node:buffer';
import type { OutputView } from '../types.ts';

/** What was found at the end of a stream. */
export interface LineCount {
  readonly lines: number;
  /** Whether the last line ends with a newline; true for no lines. */
  readonly finalNewline: boolean;
  /** How many bytes were read. */
  readonly bytes: number;
}

/** What is left as it was printed, though it usually makes no difference. */
export interface Reading {
  readonly keepAnsi?: boolean;
  readonly keepCarriageReturns?: boolean;
}

type Visit = (line: string, index: number) => boolean | undefined;

/**
 * Calls `visit` with each line of a stream as it is compared: UTF-8 with invalid bytes shown as
 * `\xNN`, without ANSI sequences, CRLF as LF. A last line without newline is a line. Only one chunk
 * and one line are held at a time. A `visit` that returns `false` ends the reading.
 */
export function readLines(view: OutputView, visit: Visit, how: Reading = {}): LineCount {
  let pending: Uint8Array[] = [];
  let lines = 0;
  let bytes = 0;
  const visitNext: Visit = (line) => visit(line, lines++);
  for (const chunk of view.chunks()) {
    bytes += chunk.length;
    const end = chunk.lastIndexOf(10) + 1;
    if (end > 0) {
      const whole = chunk.subarray(0, end);
      const block = pending.length === 0 ? whole : Buffer.concat([...pending, whole]);
      pending = [];
      if (!visitBlock(block, visitNext, how)) return { lines, finalNewline: true, bytes };
    }
    // A source may use its buffer again for the next chunk.
    if (end < chunk.length) pending.push(Uint8Array.from(chunk.subarray(end)));
  }
  if (pending.length === 0) return { lines, finalNewline: true, bytes };
  visitNext(cleanLine(decode(Buffer.concat(pending)), how), 0);
  return { lines, finalNewline: false, bytes };
}

/**
 * Visits the lines of bytes that end with a newline, `false` when the reading is to end. They are
 * decoded together, which takes a fraction of the time that they would take one by one.
 */
function visitBlock(bytes: Uint8Array, visit: Visit, how: Reading): boolean {
  const text = decode(bytes);
  const isPlain = !/[\r\x1b\x9b]/.test(text);
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start);
    const line = text.slice(start, end);
    const cleaned = isPlain ? line : cleanEnd(cleanLine(line, how), how);
    if (visit(cleaned, 0) === false) return false;
  }
  return true;
}

function cleanEnd(line: string, { keepCarriageReturns }: Reading): string {
  return !keepCarriageReturns && line.endsWith('\r') ? line.slice(0, -1) : line;
}

function cleanLine(line: string, { keepAnsi }: Reading): string {
  if (keepAnsi || !(line.includes('\x1b') || line.includes('\x9b'))) return line;
  return line.replace(ANSI, '');
}

/** The whole stream as text, normalised as lines are; `null` when it has more than `limit` bytes. */
export function readText(view: OutputView, limit: number, how: Reading = {}): string | null {
  if (view.size > limit) return null;
  const lines: string[] = [];
  const { finalNewline } = readLines(
    view,
    (line) => {
      lines.push(line);
      return true;
    },
    how,
  );
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

function decode(bytes: Uint8Array): string {
  return isUtf8(bytes) ? toBuffer(bytes).toString('utf8') : decodeInvalid(bytes);
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
