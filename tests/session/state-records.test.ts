import { describe, expect, it } from 'vitest';
import { SnapshotReader } from '../../src/session/state-records.ts';

/** What a shell writes of its state; `line` is the one that counts the lines of the control script. */
function stateOf(variables: string, line: number): string {
  return `\0Vdeclare -x A="1"\ndeclare -a BASH_LINENO=([0]="8" [1]="${line}" [2]="0")\n${variables}umask 0022\n\0Z`;
}

describe('the state after a step', () => {
  const x1 = 'declare -- x="1"\n';

  it.each([
    ['is the very same text when only the lines of the control script were counted', x1, x1, true],
    ['is another one when a variable has another value', x1, 'declare -- x="2"\n', false],
    ['is another one when a variable came', '', x1, false],
    ['is another one when a variable went', x1, '', false],
    [
      'is another one when what differs only looks like that line',
      'declare -- x="\ndeclare -a BASH_LINENO=([0]=\\"1\\")"\n',
      'declare -- x="\ndeclare -a BASH_LINENO=([0]=\\"2\\")"\n',
      false,
    ],
  ])('%s', (_, before, after, same) => {
    const reader = new SnapshotReader();
    const first = reader.read(Buffer.from(stateOf(before, 99)));
    const second = reader.read(Buffer.from(stateOf(after, 100)));
    expect(first).toBe(stateOf(before, 99).slice(2, -2));
    expect(second).toBe(same ? first : stateOf(after, 100).slice(2, -2));
  });

  it('is another one when hardly anything is left of it', () => {
    const reader = new SnapshotReader();
    reader.read(Buffer.from(stateOf(x1, 1)));
    expect(reader.read(Buffer.from('\0Vx=1\n\0Z'))).toBe('x=1\n');
    expect(reader.read(Buffer.from(stateOf(x1, 1)))).toBe(stateOf(x1, 1).slice(2, -2));
  });

  it('is read without that line, too', () => {
    const reader = new SnapshotReader();
    expect(reader.read(Buffer.from('\0Vx=1\n\0Z'))).toBe('x=1\n');
    expect(reader.read(Buffer.from('\0Vx=1\n\0Z'))).toBe('x=1\n');
    expect(reader.read(Buffer.from('\0Vx=12\n\0Z'))).toBe('x=12\n');
    expect(reader.read(Buffer.from('\0V\0Z'))).toBe('');
  });

  it.each([
    ['the last one that is whole', '\0Vold\n\0Z\0Vnew\n\0Z', 'new\n'],
    ['the one before, when the last one is cut', '\0Vold\n\0Z\0Vne', 'old\n'],
    ['none, when there is only a cut one', '\0Vne', null],
    ['none, when nothing was written', '', null],
  ])('is %s', (_, records, expected) => {
    expect(new SnapshotReader().read(Buffer.from(records))).toBe(expected);
  });
});
