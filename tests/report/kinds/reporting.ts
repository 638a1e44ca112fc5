/** Runs with reports of every kind, and what the reports say to a parser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { Parser, type Result } from 'tap-parser';
import { type InlineOptions, type InlineResult, runInline } from '../../helpers/run-inline.ts';

/** What each kind wrote. */
export interface Reports {
  readonly jsonl: string;
  readonly junit: string;
  readonly tap: string;
  readonly markdown: string;
  readonly html: string;
  readonly github: string;
}

export const KINDS = ['jsonl', 'junit', 'tap', 'markdown', 'html', 'github'] as const;

/** The arguments that ask for a report of each kind, in the folder of the document. */
export const EVERY_REPORT: readonly string[] = KINDS.flatMap((kind) => [
  '--report',
  `${kind}=out.${kind}`,
]);

/** Runs a document with all reports. */
export async function runReported(
  document: string,
  options: InlineOptions = {},
): Promise<InlineResult & { readonly reports: Reports }> {
  const args = [...(options.args ?? []), ...EVERY_REPORT];
  const result = await runInline(document, { ...options, args });
  return { ...result, reports: readReports(result.dir) };
}

/** The reports that were written to a folder. */
export function readReports(dir: string): Reports {
  const texts = KINDS.map((kind) => [kind, readFileSync(join(dir, `out.${kind}`), 'utf8')]);
  return Object.fromEntries(texts) as Reports;
}

/** An element of XML. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Parses XML strictly: throws at everything that is not well-formed. */
export function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.write(xml).close();
  const [only] = root.children;
  if (only === undefined) throw new Error('there is no element');
  return only;
}

/** Elements of a name, at any depth. */
export function findAll(element: Element, name: string): Element[] {
  const own = element.name === name ? [element] : [];
  return [...own, ...element.children.flatMap((child) => findAll(child, name))];
}

/** A test case in one line: its name, and what became of it. */
export function describeCases(xml: string): string[] {
  return findAll(parseXml(xml), 'testcase').map(({ attributes, children }) => {
    const [verdict] = children;
    const what =
      verdict === undefined ? 'passed' : `${verdict.name} ${verdict.attributes['message']}`;
    return `${attributes['name']} (${attributes['line'] ?? '-'}): ${what}`;
  });
}

/** What a parser of TAP finds: whether it is all right, and each test point in one line. */
export function parseTap(tap: string): { ok: boolean; faults: string[]; points: string[] } {
  const points: string[] = [];
  const faults: string[] = [];
  const listen = (parser: Parser, depth: number): void => {
    parser.on('assert', (result: Result) => {
      const { ok, id, name, skip, todo } = result;
      const directive = skip === false ? '' : ` # SKIP ${skip === true ? '' : skip}`;
      if (todo !== false) faults.push(`todo: ${name}`);
      points.push(`${'  '.repeat(depth)}${ok ? 'ok' : 'not ok'} ${id} ${name}${directive}`);
    });
    parser.on('child', (child: Parser) => listen(child, depth + 1));
    parser.on('extra', (extra: string) => faults.push(`extra: ${extra}`));
  };
  const parser = new Parser({ strict: true });
  listen(parser, 0);
  parser.end(tap);
  faults.push(
    ...(parser.results?.failures ?? []).flatMap((failure) =>
      'tapError' in failure && failure.tapError ? [String(failure.tapError)] : [],
    ),
  );
  return { ok: parser.results?.ok === true, faults, points };
}
