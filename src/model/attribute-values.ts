import { constants } from 'node:os';
import { DURATION_FORMS, parseDuration } from './duration.ts';
import { NAME_PATTERN } from './names.ts';
import { listNames } from './problems.ts';
import type { ExitRule } from './types.ts';

/** What a text means, or what is wrong with it, in words that follow the attribute's name. */
export type Reading<Value> = { readonly value: Value } | { readonly complaint: string };

/** Reads the text of an attribute's value. */
export type ValueReader<Value> = (text: string) => Reading<Value>;

const SYSTEMS: readonly string[] = ['linux', 'macos', 'freebsd', 'openbsd', 'windows'];

/** A reader that understands a text or says what must stand there instead. */
function reader<Value>(
  expected: string,
  read: (text: string) => Value | undefined,
): ValueReader<Value> {
  return (text) => {
    const value = read(text);
    return value === undefined ? { complaint: `must be ${expected}` } : { value };
  };
}

/** Any text but none. */
export const TEXT: ValueReader<string> = reader('text', (text) =>
  text.trim() === '' ? undefined : text,
);

/** A name that can be typed on a command line and told from `@role` and `#slug`. */
export const ID: ValueReader<string> = reader(
  'letters, digits, `-`, `_` and `.`, beginning with a letter or a digit',
  (text) => (/^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(text) ? text : undefined),
);

/** Milliseconds, more than none. */
export const DURATION: ValueReader<number> = reader(
  `a duration such as ${DURATION_FORMS}`,
  (text) => parseDuration(text) || undefined,
);

/** A whole number from 1. */
export const COUNT: ValueReader<number> = reader('a whole number from 1 to 1000', (text) =>
  /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1000 ? Number(text) : undefined,
);

/** How often something has to pass in a row: once is what every step has to do anyway. */
export const SEVERAL: ValueReader<number> = reader('a whole number from 2 to 1000', (text) =>
  /^\d{1,4}$/.test(text) && Number(text) >= 2 && Number(text) <= 1000 ? Number(text) : undefined,
);

/** What a variable can be called. */
export const NAME: ValueReader<string> = reader(
  'a name of letters, digits and `_`, no digit first',
  (text) => (NAME_PATTERN.test(text) ? text : undefined),
);

/** Name of a signal, without `SIG`. */
export const SIGNAL: ValueReader<string> = reader('a signal such as `TERM` or `INT`', readSignal);

/** Permission bits. */
export const MODE: ValueReader<number> = reader('permission bits such as `0644`', (text) =>
  /^0?[0-7]{3,4}$/.test(text) ? Number.parseInt(text, 8) : undefined,
);

/** The anchor of a heading, without its `#`. */
export const ANCHOR: ValueReader<string> = reader(
  'the anchor of a heading, such as `#troubleshooting`',
  (text) => (/^#\S/.test(text) ? text.slice(1) : undefined),
);

/** A user, or a user and a group, by name or number. */
export const OWNER: ValueReader<string> = reader('a user, or `USER:GROUP`', (text) =>
  /^[\w.][\w.-]*\$?(?::[\w.][\w.-]*)?$/.test(text) ? text : undefined,
);

/** A user by name. */
export const USER: ValueReader<string> = reader('the name of a user', (text) =>
  /^[a-zA-Z_][\w.-]*$/.test(text) ? text : undefined,
);

/** A program with its arguments, of which at least one has `{file}` in it; quotes keep blanks together. */
export const COMMAND: ValueReader<readonly string[]> = reader(
  'a program and its arguments, one of them `{file}`',
  (text) => {
    const words = text.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)?.map((word) =>
      // Inside of quotes everything stands for itself.
      word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double),
    );
    const isWhole = /^(?:[^'"]|'[^']*'|"[^"]*")*$/.test(text);
    const [program = '', ...args] = words ?? [];
    if (!isWhole || program === '' || program.includes(FILE_WORD)) return undefined;
    return args.some((word) => word.includes(FILE_WORD)) ? [program, ...args] : undefined;
  },
);

/** What stands for the block's file in the command of `interpreter=`. */
export const FILE_WORD = '{file}';

/** Names of operating systems. */
export const SYSTEM_LIST: ValueReader<readonly string[]> = reader(
  `a list of ${listNames(SYSTEMS, 'and')}, such as \`linux,macos\``,
  (text) => {
    const names = text.split(',').map((name) => name.trim());
    return names.every((name) => SYSTEMS.includes(name)) ? names : undefined;
  },
);

/** How a step has to end. */
export const EXIT: ValueReader<ExitRule> = reader(
  '`0`, a list of codes up to 255 such as `0,2`, `nonzero`, `any`, or a signal such as `signal:TERM`',
  (text) => {
    if (text === 'nonzero' || text === 'any') return { kind: text };
    if (text.startsWith('signal:')) {
      const signal = readSignal(text.slice('signal:'.length));
      return signal === undefined ? undefined : { kind: 'signal', signal };
    }
    const codes = text.split(',').map((code) => code.trim());
    if (!codes.every((code) => /^\d{1,3}$/.test(code) && Number(code) <= 255)) return undefined;
    return { kind: 'codes', codes: codes.map(Number) };
  },
);

function readSignal(text: string): string | undefined {
  const name = text.replace(/^SIG/, '');
  return Object.hasOwn(constants.signals, `SIG${name}`) ? name : undefined;
}
