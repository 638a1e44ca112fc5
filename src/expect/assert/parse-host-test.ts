import { parseJson } from '../json/json-text.ts';
import type { FileCheck, HostTest, Text } from './conditions.ts';
import {
  type ConditionReader,
  parseStreamCheck,
  readReferences,
  toComparator,
} from './parse-conditions.ts';

const LAST_PORT = 65_535;
/** Conditions only ask. */
const METHODS: readonly string[] = ['GET', 'HEAD'];

/** How the conditions are written, for people. */
export const HOST_FORMS: Readonly<Record<HostTest['kind'], string>> = {
  file:
    'write `file PATH exists`, `is absent`, `is empty`, `contains "text"`, `== "text"`, ' +
    '`=~ /expression/` or `has mode 0644`; a path with blanks stands in quotation marks',
  port: 'write `port 8080 open` or `port 8080 closed`',
  http: 'write `http GET http://host/path == 200`; the method is `GET` or `HEAD`',
};

/**
 * Reads what stands behind `file`, `port` or `http`, from `at` on: `undefined` for what is no
 * condition, `null` when a problem has been reported.
 */
export function parseHostTest(
  kind: HostTest['kind'],
  at: number,
  reader: ConditionReader,
): HostTest | null | undefined {
  switch (kind) {
    case 'file':
      return parseFile(at, reader);
    case 'port':
      return parsePort(at, reader);
    case 'http':
      return parseHttp(at, reader);
  }
}

function parseFile(at: number, reader: ConditionReader): HostTest | null | undefined {
  const word = readWord(at, reader);
  if (!word) return word;
  const check = parseFileCheck(word.end, reader);
  return check && { kind: 'file', path: word.text, check };
}

function parseFileCheck(at: number, reader: ConditionReader): FileCheck | null | undefined {
  const rest = reader.line.slice(at).trimEnd();
  if (rest === 'exists') return { kind: 'exists', negated: false };
  if (/^is\s+absent$/.test(rest)) return { kind: 'exists', negated: true };
  const mode = /^has\s+mode\s+(0?[0-7]{3,4})$/.exec(rest)?.[1];
  if (mode !== undefined) return { kind: 'mode', mode: Number.parseInt(mode, 8) };
  return parseStreamCheck(rest, at, reader);
}

function parsePort(at: number, reader: ConditionReader): HostTest | null | undefined {
  const word = readWord(at, reader);
  if (!word) return word;
  const [only] = word.text;
  if (word.text.length === 1 && only?.kind === 'literal' && readPort(only.text) === undefined) {
    return undefined;
  }
  const state = /^(open|closed)\s*$/.exec(reader.line.slice(word.end))?.[1];
  return state === undefined
    ? undefined
    : { kind: 'port', port: word.text, open: state === 'open' };
}

function parseHttp(at: number, reader: ConditionReader): HostTest | null | undefined {
  const [start = '', method = ''] = /^([A-Z]+)\s+/.exec(reader.line.slice(at)) ?? [];
  if (!METHODS.includes(method)) return undefined;
  const word = readWord(at + start.length, reader);
  if (!word) return word;
  const [first] = word.text;
  const scheme = word.text.length === 1 ? /^https?:\/\/./i : /^https?:\/\//i;
  if (first?.kind === 'literal' && !scheme.test(first.text)) return undefined;
  const [, operator, status] =
    /^([=!<>]+)\s*([1-5]\d\d)\s*$/.exec(reader.line.slice(word.end)) ?? [];
  const comparator = toComparator(operator);
  if (comparator === null) return undefined;
  return { kind: 'http', method, url: word.text, comparator, status: Number(status) };
}

/** The number of a port; `undefined` for any other text. */
export function readPort(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= LAST_PORT ? port : undefined;
}

interface Word {
  readonly text: Text;
  /** Where what follows begins. */
  readonly end: number;
}

/** A word without blanks, or a text in quotation marks as in JSON; either may have references. */
function readWord(at: number, reader: ConditionReader): Word | null | undefined {
  const [whole = '', word = ''] =
    /^("(?:[^"\\]|\\.)*"|[^\s"]+)(?:\s+|$)/.exec(reader.line.slice(at)) ?? [];
  if (word === '') return undefined;
  const end = at + whole.length;
  if (!word.startsWith('"')) {
    const text = readReferences(word, at, reader);
    return text && { text, end };
  }
  const parsed = parseJson(word, { template: true });
  if (!parsed.ok || parsed.node.kind !== 'string' || parsed.node.value === '') return undefined;
  const text = readReferences(parsed.node.value, at + 1, reader);
  return text && { text, end };
}
