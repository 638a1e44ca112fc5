import { describe, expect, it } from 'vitest';
import { readLines, readText } from '../../../src/expect/text/normalize.ts';
import { createView } from '../sources.ts';

function linesOf(...chunks: readonly (string | Uint8Array)[]): string[] {
  const lines: string[] = [];
  const { finalNewline } = readLines(createView(...chunks), (line) => {
    lines.push(line);
    return true;
  });
  return finalNewline ? lines : [...lines, '(no newline)'];
}

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

describe('a stream is read as', () => {
  it.each([
    ['no lines when it is empty', [''], []],
    ['a blank line for a newline', ['\n'], ['']],
    ['lines', ['a\nb\n'], ['a', 'b']],
    ['a line without newline (H45)', ['a\nb'], ['a', 'b', '(no newline)']],
    ['lines without CRLF', ['a\r\nb\r\n'], ['a', 'b']],
    ['lines with a lone carriage return', ['a\rb\n', 'c\r'], ['a\rb', 'c\r', '(no newline)']],
    ['lines without colours', ['\x1b[1;31mred\x1b[0m\n'], ['red']],
    ['lines without titles and links', ['\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\n'], ['ab']],
    ['lines without other sequences', ['a\x1b(B\x1b7\x1b=b\x1bPq\x1b\\c\x9b2Kd\n'], ['abcd']],
    ['CRLF behind a sequence', ['a\r\x1b[0m\n'], ['a']],
    ['lines that an unfinished sequence cannot swallow', ['\x1b]0;a\nb\n'], ['\x1b]0;a', 'b']],
    ['NUL as it is', ['a\0b\n'], ['a\0b']],
    ['a line split anywhere', ['a', 'b\r', '\nc\x1b[', '0md', '\n'], ['ab', 'cd']],
    [
      'characters split anywhere',
      [bytes(0xc3), bytes(0xa4, 0xf0, 0x9f), bytes(0x98, 0x80, 10)],
      ['ä😀'],
    ],
    ['invalid bytes as `\\xNN`', [bytes(97, 0xff, 98, 0xc3, 10)], ['a\\xffb\\xc3']],
    [
      'overlong forms and surrogates as bytes',
      [bytes(0xc0, 0x80, 0xed, 0xa0, 0x80, 10)],
      ['\\xc0\\x80\\xed\\xa0\\x80'],
    ],
    ['an unfinished character as bytes', [bytes(97, 0xe2, 0x82)], ['a\\xe2\\x82', '(no newline)']],
  ])('%s', (_, chunks, lines) => {
    expect(linesOf(...chunks)).toEqual(lines);
  });

  it('the same lines when its buffer is used again for every chunk', () => {
    const buffer = Buffer.alloc(3);
    const view = {
      size: 7,
      *chunks() {
        for (const text of ['abc', 'de\n', 'f']) {
          buffer.fill(0).write(text);
          yield buffer.subarray(0, text.length);
        }
      },
    };
    const lines: string[] = [];
    readLines(view, (line) => {
      lines.push(line);
      return true;
    });
    expect(lines).toEqual(['abcde', 'f']);
  });

  it('one text with its last newline, unless it is too large', () => {
    expect(readText(createView('a\r\nb\n'), 100)).toBe('a\nb\n');
    expect(readText(createView('a\nb'), 100)).toBe('a\nb');
    expect(readText(createView(''), 100)).toBe('');
    expect(readText(createView('abc'), 2)).toBeNull();
  });

  it('no more lines than are wanted', () => {
    const seen: string[] = [];
    const { lines } = readLines(createView('a\nb\nc\n'), (line) => {
      seen.push(line);
      return line !== 'b';
    });
    expect([lines, seen]).toEqual([2, ['a', 'b']]);
  });
});
