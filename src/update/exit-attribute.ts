import { parseInfoString } from '../document/info-string.ts';
import type { MarkdownDocument } from '../document/types.ts';
import type { ExitStatus } from '../expect/types.ts';
import type { Step } from '../model/types.ts';

/** The value of `exit=` for everything that a step ended with. */
export function writeExitRule(exits: readonly ExitStatus[]): string {
  const codes = new Set(exits.flatMap(({ code }) => (code === undefined ? [] : [code])));
  const signals = new Set(exits.flatMap(({ signal }) => signal ?? []));
  if (signals.size === 0) return [...codes].sort((a, b) => a - b).join(',');
  return codes.size === 0 && signals.size === 1 ? `signal:${[...signals].join()}` : 'any';
}

/** The opening line of a fence with a word in its info string, instead of one of that name. */
export function writeWord(
  { lines }: MarkdownDocument,
  { fence }: Pick<Step, 'fence'>,
  name: string,
  value: string,
): string {
  const line = lines[fence.line - 1] ?? '';
  const start = fence.position.column - 1;
  const word = parseInfoString(fence.info).words.find((one) => one.name === name);
  const text = `${name}=${value}`;
  if (word === undefined) {
    const end = start + fence.info.length;
    return `${line.slice(0, end)} ${text}${line.slice(end)}`;
  }
  const at = start + word.offset;
  return line.slice(0, at) + text + line.slice(at + word.length);
}
