import { markInline, markTags } from './mark-inline.ts';
import { markdown } from './markdown.ts';
import type { InlineText, MarkdownDocument, Position } from './types.ts';

/** A link or an image, or what was meant as one. */
export interface Link {
  /** `reference`: `[text][label]` whose label is defined nowhere; `target` is the label. */
  readonly kind: 'link' | 'reference';
  /** What it leads to, escapes undone. */
  readonly target: string;
  /** Where the target begins; a definition's for links that are made by a definition. */
  readonly position: Position;
  /** Of the target as it is written, without brackets around it. */
  readonly length: number;
}

/** What can be linked to, and what is linked, in a document. */
export interface FoundLinks {
  readonly links: readonly Link[];
  /** Values of `id` and `name` of HTML elements. */
  readonly anchors: ReadonlySet<string>;
}

const CANDIDATE = /\]\(|\]\[|<[A-Za-z]/;
/** Finds the links, images and anchors of a document, each at its place. */
export function findLinks(document: MarkdownDocument): FoundLinks {
  const { definitions } = document;
  const isDefined = (label: string): boolean =>
    definitions.has(markdown().utils.normalizeReference(label));
  const links: Link[] = findDefinitions(document);
  const anchors = new Set<string>();
  for (const text of document.texts) {
    const source = readInlineText(document.lines, text);
    if (!CANDIDATE.test(source)) continue;
    const found =
      text.kind === 'html' ? markTags(hideComments(source)) : markInline(source, isDefined);
    for (const { kind, target, offset, length } of found) {
      if (kind === 'anchor') anchors.add(target);
      else {
        const position = findPlace(document, text, source, offset);
        links.push({ kind, target, position, length });
      }
    }
  }
  return { links, anchors };
}

/** Comments are shown to nobody; blanks in their place keep every offset. */
function hideComments(html: string): string {
  return html.replace(/<!--.*?(?:-->|$)/gs, (comment) => ' '.repeat(comment.length));
}

/** The Markdown of a text, without the markup around it. */
export function readInlineText(
  lines: readonly string[],
  { line, endLine, content, indent = 0 }: InlineText,
): string {
  if (content !== undefined) return content;
  const own = lines.slice(line - 1, endLine);
  return (indent === 0 ? own : own.map((text) => text.slice(indent))).join('\n');
}

/** A text knows nothing of the list or quote around it, whose markers come before each line. */
function findPlace(
  { lines }: MarkdownDocument,
  text: InlineText,
  source: string,
  offset: number,
): Position {
  const before = source.slice(0, offset).split('\n');
  const inLine = (before.at(-1) ?? '').length;
  const line = Math.min(text.line + before.length - 1, text.endLine);
  const content = source.split('\n')[before.length - 1] ?? '';
  const raw = lines[line - 1] ?? '';
  const indent = Math.max(0, raw.indexOf(content));
  return { line, column: Math.min(indent + inLine, raw.length) + 1 };
}

const DEFINITION = /^[ \t>*+-]*(?:\d+[.)][ \t]+)?\[((?:[^\][\\]|\\.)+)\]:[ \t]*(<?)(\S*)/;

/** Where the definitions stand, of which the parser gives the targets only. */
function findDefinitions({ definitions, fences, lines }: MarkdownDocument): Link[] {
  const left = new Map(definitions);
  const links: Link[] = [];
  let fence = 0;
  for (let at = 0; at < lines.length && left.size > 0; at++) {
    while ((fences[fence]?.endLine ?? Number.POSITIVE_INFINITY) < at + 1) fence += 1;
    if (at + 1 >= (fences[fence]?.line ?? Number.POSITIVE_INFINITY)) continue;
    const line = lines[at] ?? '';
    const match = line.includes(']:') ? DEFINITION.exec(line) : null;
    const label = markdown().utils.normalizeReference(match?.[1] ?? '');
    if (match === null || !left.delete(label)) continue;
    const target = (match[3] ?? '').replace(/>$/, match[2] === '<' ? '' : '>');
    const column = match[0].length - (match[3] ?? '').length + 1;
    const position = { line: at + 1, column };
    links.push({ kind: 'link', target, position, length: target.length });
  }
  return links;
}
