import { isIP } from 'node:net';

/** What may stand after a type's name in a hole. */
export type ConstraintKind = 'none' | 'int-range' | 'number-range' | 'semver-range' | 'enum';

/** Finds how far a type can extend; a sticky expression is one. */
export interface Extent {
  /** Where to begin; after a `test` that holds, where it ends. */
  lastIndex: number;
  test(text: string): boolean;
}

/** A type of text that a hole `<<:type>>` stands for. */
export interface HoleType {
  readonly name: string;
  /** From a position, the longest text that might be of this type. `null`: all of it. */
  readonly extent: Extent | null;
  /** Whether the whole of a text is of this type, given that it lies within the extent. */
  readonly accepts: (text: string) => boolean;
  readonly constraint: ConstraintKind;
}

/** Any text, none included: `<<...>>` and `<<:any>>`. */
export const ANY_TYPE: HoleType = {
  name: 'any',
  extent: null,
  accepts: () => true,
  constraint: 'none',
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SEMVER_ID = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const SEMVER = new RegExp(
  `^(?:0|[1-9]\\d*)(?:\\.(?:0|[1-9]\\d*)){2}(?:-${SEMVER_ID}(?:\\.${SEMVER_ID})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);
const DATE = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const TIME = '(?:[01]\\d|2[0-4]):[0-5]\\d(?::(?:[0-5]\\d|60)(?:[.,]\\d+)?)?';
const ISO8601 = new RegExp(`^${DATE}(?:[T ]${TIME}(?:Z|[+-]\\d\\d(?::?\\d\\d)?)?)?$`);

const CLOCK = '(?:[01]?\\d|2[0-4]):[0-5]\\d(?::(?:[0-5]\\d|60)(?:[.,]\\d+)?)?(?: ?[AaPp][Mm])?';
const ZONE = '(?: ?(?:Z|[+-]\\d\\d(?::?\\d\\d)?|UTC|GMT|[A-Z]{2,4}T)\\b)?';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const WEEKDAY = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?';
const DAY = [
  `\\d{4}[-/](?:1[0-2]|0?[1-9])[-/](?:[12]\\d|3[01]|0?[1-9])`,
  `\\d{1,2}[-/. ](?:${MONTH}|\\d{1,2})[-/. ]\\d{4}`,
  `${MONTH} {1,2}\\d{1,2}(?:,? \\d{4})?`,
].join('|');
/** A date, a time of day, or both, in the usual orders; `ctime` and `date` put the year last. */
const TIME_STAMP = `(?:${WEEKDAY}(?:${DAY})(?:(?:T|:|,? )${CLOCK}${ZONE}(?: \\d{4}\\b)?)?|${CLOCK}${ZONE})`;

/**
 * Every type that the format has, by name. All expressions take linear time.
 */
export const HOLE_TYPES: ReadonlyMap<string, HoleType> = indexTypes([
  { name: 'int', extent: /[+-]?\d*/y, accepts: isInt, constraint: 'int-range' },
  define(
    'number',
    /[+\-.\deE]*/y,
    /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/,
    'number-range',
  ),
  { name: 'word', extent: /[\p{L}\p{M}\p{N}_]*/uy, accepts: isWord, constraint: 'none' },
  define('semver', /[0-9A-Za-z.+-]*/y, SEMVER, 'semver-range'),
  define('uuid', /[0-9A-Fa-f-]*/y, UUID),
  define('iso8601', /[-\d:.,TZ +]*/y, ISO8601),
  define('time', new RegExp(TIME_STAMP, 'y'), new RegExp(`^${TIME_STAMP}$`)),
  define('duration', /[\d.nuµμmshd]*/y, /^(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|m|h|d))+$/),
  define('size', /[\d. A-Za-z]*/y, /^\d+(?:\.\d+)? ?(?:bytes?|B|[kKMGTPE]i?B?)$/),
  { name: 'ip', extent: /[0-9A-Fa-f:.]*/y, accepts: isIpAddress, constraint: 'none' },
  { name: 'url', extent: /[A-Za-z][A-Za-z0-9+.-]*:\/\/\S*/y, accepts: isUrl, constraint: 'none' },
  { name: 'hex', extent: /(?:0[xX])?[0-9A-Fa-f]*/y, accepts: isHex, constraint: 'none' },
  { name: 'path', extent: /[^\s\0]*/y, accepts: isSomething, constraint: 'none' },
  define('bool', /[A-Za-z]*/y, /^(?:true|false)$/i),
  ANY_TYPE,
  { name: 'enum', extent: null, accepts: () => true, constraint: 'enum' },
]);

function indexTypes(types: readonly HoleType[]): ReadonlyMap<string, HoleType> {
  return new Map(types.map((type) => [type.name, type]));
}

function define(
  name: string,
  extent: RegExp,
  full: RegExp,
  constraint: ConstraintKind = 'none',
): HoleType {
  return { name, extent, accepts: (text) => full.test(text), constraint };
}

// What lies within the extent of these types is nearly of the type. To look at all of it once more
// would take quadratic time where a long text is tried at every length.

function isSomething(text: string): boolean {
  return text !== '';
}

/** Does not end within a character. */
function isWord(text: string): boolean {
  return text !== '' && !/[\ud800-\udbff]$/.test(text.slice(-1));
}

function isInt(text: string): boolean {
  return text.length > 1 || /^\d$/.test(text);
}

function isHex(text: string): boolean {
  return text !== '' && !/^0[xX]$/.test(text);
}

function isUrl(text: string): boolean {
  const at = text.indexOf('://');
  return at > 0 && text.length > at + 3;
}

function isIpAddress(text: string): boolean {
  return isIP(text) !== 0;
}
