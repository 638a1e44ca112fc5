import { isUtf8 } from 'node:buffer';
import { readText } from '../expect/text/normalize.ts';
import type { OutputView } from '../expect/types.ts';
import { MASK, type Masker } from '../store/mask.ts';
import type { FailureReason } from './verdict.ts';

/** Linux hands no argument or variable of more than 128 KiB to a program; this leaves some room. */
const CAPTURE_LIMIT = 100 * 1024;

export type Captured =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: FailureReason };

/** The whole of a stream as the value of a variable, without the blanks around it. */
export function captureStream(name: string, view: OutputView, masker: Masker): Captured {
  // What is trimmed may be large, but not without limit.
  const text = readText(view, 2 * CAPTURE_LIMIT);
  if (text === null) return refuse(name, tooLarge(view.size));
  // Shown as `\xNN` it would be another value than the one that was printed.
  if (!isUtf8(Buffer.concat([...view.chunks()])))
    return refuse(name, {
      problem: 'would hold bytes that are no UTF-8',
      hint: 'let the step encode what it prints, with `base64` or `xxd`',
    });
  const value = text.trim();
  const reason = refuseCapture(name, value, masker);
  return reason === undefined ? { ok: true, value } : { ok: false, reason };
}

/** Why a variable cannot have a value, if it cannot. */
export function refuseCapture(
  name: string,
  value: string,
  masker: Masker,
): FailureReason | undefined {
  const trouble = findTrouble(value, masker);
  return trouble && { kind: 'capture', name, ...trouble };
}

interface Trouble {
  readonly problem: string;
  readonly hint: string;
}

function findTrouble(value: string, masker: Masker): Trouble | undefined {
  if (masker.active && value.includes(MASK)) {
    return {
      problem: 'would hold a secret',
      hint: 'capture a part of the output that does not contain it, or tag the step `secret`',
    };
  }
  if (value.includes('\0')) {
    return {
      problem: 'would hold a NUL byte, which no variable can',
      hint: 'take it out with `tr -d "\\0"`, or write the output to a file',
    };
  }
  const size = Buffer.byteLength(value);
  return size > CAPTURE_LIMIT ? tooLarge(size) : undefined;
}

function tooLarge(size: number): Trouble {
  return {
    problem: `would hold ${size.toLocaleString('en-US')} bytes, more than the ${CAPTURE_LIMIT.toLocaleString('en-US')} that a variable can`,
    hint: 'write the output to a file, or capture a part of it',
  };
}

function refuse(name: string, trouble: Trouble): Captured {
  return { ok: false, reason: { kind: 'capture', name, ...trouble } };
}
