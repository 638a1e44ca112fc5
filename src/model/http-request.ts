import { findBodyPosition } from '../document/body-position.ts';
import type { MarkdownDocument } from '../document/types.ts';
import type { StepDraft } from './draft.ts';
import { HTTP_METHODS } from './http-methods.ts';
import { isHttpLanguage } from './languages.ts';
import { nearestName } from './nearest.ts';
import { type ProblemLog, suggest } from './problems.ts';
import { substituteReferences } from './references.ts';
import type { HttpHeader, HttpRequest } from './types.ts';

/** What is wrong with the text of a request. */
interface Fault {
  /** Line of the block, from 0. */
  readonly bodyLine: number;
  /** UTF-16 code units from the beginning of that line. */
  readonly index: number;
  readonly length: number;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly fix?: string | undefined;
}

const VERSION = /[ \t]+HTTP\/\d(?:\.\d)?$/;
/** A field name is a token of RFC 9110, section 5.6.2. */
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
const REQUEST_LINE = /^[A-Z-]+[ \t]+(?:https?:\/\/|\$\{)/;
const ONE_REQUEST = 'a block holds one request';

/** The request that a step's block is; `undefined` for a step of another language. */
export function buildHttpRequest({ fence, role, lang }: StepDraft): HttpRequest | undefined {
  return isHttpLanguage(lang) && role !== 'manual' ? readRequest(fence.body, () => {}) : undefined;
}

/** Logs everything that keeps a block of the language `http` from being a request. */
export function checkHttpRequest(
  document: MarkdownDocument,
  { fence, role, lang, attributes }: StepDraft,
  log: ProblemLog,
): void {
  // Neither a file nor a person's work can be a request; that has been said already.
  if (!isHttpLanguage(lang) || attributes.values.file !== undefined || role === 'manual') return;
  readRequest(fence.body, ({ bodyLine, index, length, ...complaint }) => {
    const position = findBodyPosition(document, fence, bodyLine, index);
    log.errorAt(position, length, { rule: 'http-syntax', ...complaint });
  });
}

/** Index of the line with the request: comments and blank lines may stand before it. */
export function findRequestLine(lines: readonly string[]): number {
  return lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
}

function readRequest(text: string, report: (fault: Fault) => void): HttpRequest | undefined {
  const lines = text.replace(/\n$/, '').split('\n');
  const at = findRequestLine(lines);
  if (at < 0) {
    const message = 'this block has no request';
    report({ bodyLine: 0, index: 0, length: 0, message, hint: 'such as `GET http://host/path`' });
    return undefined;
  }
  const start = readRequestLine(lines[at] ?? '', (fault) => report({ bodyLine: at, ...fault }));
  const blank = lines.findIndex((line, index) => index > at && line.trim() === '');
  const end = blank < 0 ? lines.length : blank;
  const headers = lines.slice(at + 1, end).flatMap((line, index): HttpHeader[] => {
    const header = readHeader(line);
    if ('name' in header) return [header];
    report({ bodyLine: at + 1 + index, index: 0, length: line.length, ...header });
    return [];
  });
  const rest = lines.slice(end + 1);
  const second = rest.findIndex((line, index) => startsRequest(line, rest.slice(index + 1)));
  if (second >= 0) {
    const length = rest[second]?.length ?? 0;
    const hint = 'put the other one into a block of its own';
    report({ bodyLine: end + 1 + second, index: 0, length, message: ONE_REQUEST, hint });
  }
  if (start === undefined) return undefined;
  const body = rest.every((line) => line.trim() === '') ? undefined : rest.join('\n');
  return { ...start, headers, ...(body === undefined ? {} : { body }) };
}

type LineFault = Omit<Fault, 'bodyLine'>;

function readRequestLine(
  line: string,
  report: (fault: LineFault) => void,
): Pick<HttpRequest, 'method' | 'url'> | undefined {
  const [, before = '', method = '', gap = '', rest = ''] =
    /^([ \t]*)(\S+)([ \t]*)(.*?)[ \t]*$/.exec(line) ?? [];
  const url = rest.replace(VERSION, '');
  const index = before.length + method.length + gap.length;
  const methodFault = refuseMethod(method);
  if (methodFault !== undefined) {
    report({ index: before.length, length: method.length, ...methodFault });
  }
  const urlFault = url === '' ? undefined : refuseUrl(url);
  if (urlFault !== undefined) report({ index, length: url.length, ...urlFault });
  if (url === '' && methodFault === undefined) {
    const message = `\`${method}\` needs a URL`;
    report({ index, length: 0, message, hint: `such as \`${method} http://host/path\`` });
  }
  return { method, url };
}

type Complaint = Pick<Fault, 'message' | 'hint' | 'fix'>;

function refuseMethod(method: string): Complaint | undefined {
  if (HTTP_METHODS.includes(method)) return undefined;
  if (method === 'CONNECT') {
    return { message: '`CONNECT` asks for a tunnel, which has no response to look at' };
  }
  if (/^(?:https?:|\/|\$\{)/i.test(method)) {
    const hint = `write \`GET ${method}\``;
    return { message: 'a request begins with its method', hint };
  }
  const upper = method.toUpperCase();
  const fix = HTTP_METHODS.includes(upper) ? upper : undefined;
  const meant = fix ?? nearestName(upper, HTTP_METHODS);
  const hint = suggest(meant, 'such as `GET`, `POST`, `PUT`, `PATCH` or `DELETE`');
  return { message: `\`${method}\` is no HTTP method`, hint, fix };
}

function refuseUrl(url: string): Complaint | undefined {
  if (/\s/.test(url)) {
    return { message: `\`${url}\` has a blank`, hint: 'in a URL a blank is written `%20`' };
  }
  // What a reference at the beginning stands for is known only when the step runs.
  if (url.startsWith('${')) return undefined;
  if (!/^https?:\/\//i.test(url)) {
    const message = `\`${url}\` is no http or https URL`;
    const path = url.startsWith('/') ? url : '/path';
    return { message, hint: `write all of it: \`http://host${path}\`` };
  }
  // A port is the place where a reference is most likely, and digits are legal everywhere else too.
  const sample = substituteReferences(url, () => '1');
  return URL.canParse(sample) ? undefined : { message: `\`${url}\` cannot be read as a URL` };
}

function readHeader(line: string): HttpHeader | Complaint {
  if (REQUEST_LINE.test(line)) {
    return { message: ONE_REQUEST, hint: 'put the other one into a block of its own' };
  }
  if (line.startsWith('#')) {
    const hint = 'put it before the request';
    return { message: 'a comment cannot stand among the headers', hint };
  }
  const [, name, value = ''] = HEADER.exec(line) ?? [];
  if (name !== undefined) return { name, value };
  const message = `\`${line}\` is no header, which is \`Name: value\``;
  return { message, hint: 'a body is set off by a blank line' };
}

/** `###` is what other tools part requests with; a body may have such a line for its own reasons. */
function startsRequest(line: string, after: readonly string[]): boolean {
  return line.startsWith('###') && REQUEST_LINE.test(after.find((one) => one.trim() !== '') ?? '');
}
