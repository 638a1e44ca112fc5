import MarkdownIt from 'markdown-it';
import type { InlineText, MarkdownDocument, Position } from './types.ts';

/** A link or an image, or what was meant as one. */
export interface Link {
  /** `reference`: `[text][label]` whose label is defined nowhere; `target` is the label. */
  readonly kind: 'link' | 'reference';
  /** As written, without the brackets around it. */
  readonly target: string;
  /** Where the target begins; a definition's for links that are made by a definition. */
  readonly position: Position;
}

/** What can be linked to, and what is linked, in a document. */
export interface FoundLinks {
  readonly links: readonly Link[];
  /** Values of `id` and `name` of HTML elements. */
  readonly anchors: ReadonlySet<string>;
}

/** A place in a text: what was found there, and from where to where. */
interface Mark {
  readonly kind: Link['kind'] | 'anchor';
  readonly target: string;
  readonly offset: number;
}

interface Marks {
  readonly source: string;
  readonly found: Mark[];
  readonly isDefined: (label: string) => boolean;
}

type InlineState = Parameters<Parameters<typeof inline.inline.ruler.push>[1]>[0];

// Emphasis and entities do not decide what is a link.
const inline: InstanceType<typeof MarkdownIt> = new MarkdownIt('zero', { html: true });
inline.inline.ruler.enable(['escape', 'backticks', 'link', 'image', 'autolink', 'html_inline']);
inline.inline.ruler.before('link', 'marks', (state, silent) => {
  // The text of an image is parsed by itself, and is no place for links.
  const marks: Marks | undefined = state.env['marks'] as Marks | undefined;
  if (!silent && marks !== undefined && state.src === marks.source) markPlace(state, marks);
  return false;
});

const CANDIDATE = /\]\(|\]\[|<[A-Za-z]/;
const TAG = /<[A-Za-z][\w-]*(?:\s[^<>]*)?>/g;
const ATTRIBUTE = /\s(href|src|id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** Finds the links, images and anchors of a document, each at its place. */
export function findLinks(document: MarkdownDocument): FoundLinks {
  const { definitions } = document;
  const isDefined = (label: string): boolean =>
    definitions.has(inline.utils.normalizeReference(label));
  const links: Link[] = findDefinitions(document);
  const anchors = new Set<string>();
  for (const text of document.texts) {
    const source = text.content ?? readLines(document, text);
    if (!CANDIDATE.test(source)) continue;
    const found: Mark[] = [];
    if (text.kind === 'html') markTags(hideComments(source), 0, found);
    else inline.inline.parse(source, inline, { marks: { source, found, isDefined } }, []);
    for (const { kind, target, offset } of found) {
      if (kind === 'anchor') anchors.add(target);
      else links.push({ kind, target, position: findPlace(document, text, source, offset) });
    }
  }
  return { links, anchors };
}

/** Comments are shown to nobody; blanks in their place keep every offset. */
function hideComments(html: string): string {
  return html.replace(/<!--.*?(?:-->|$)/gs, (comment) => ' '.repeat(comment.length));
}

function readLines({ lines }: MarkdownDocument, { line, endLine }: InlineText): string {
  return lines.slice(line - 1, endLine).join('\n');
}

function markPlace(state: InlineState, { found, isDefined }: Marks): void {
  const { src, pos, posMax } = state;
  const start = src[pos] === '!' && src[pos + 1] === '[' ? pos + 1 : pos;
  if (src[pos] === '<') {
    const autolink = /^<([a-z][a-z0-9+.-]+:[^\s<>]*)>/i.exec(src.slice(pos, posMax))?.[1];
    if (autolink !== undefined) found.push({ kind: 'link', target: autolink, offset: pos + 1 });
    const tag = /^<[A-Za-z][\w-]*(?:\s[^<>]*)?>/.exec(src.slice(pos, posMax))?.[0];
    if (tag !== undefined) markTags(tag, pos, found);
    return;
  }
  if (src[start] !== '[') return;
  const labelEnd = state.md.helpers.parseLinkLabel(state, start, start === pos);
  if (labelEnd < 0) return;
  if (src[labelEnd + 1] === '(') markTarget(state, labelEnd + 2, found);
  else if (src[labelEnd + 1] === '[') {
    const label = /^\[((?:[^\][\\]|\\.)+)\]/s.exec(src.slice(labelEnd + 1, posMax))?.[1];
    // `a[0][1]` is no link, and neither is a footnote.
    if (label === undefined || /^(?:\^|\d+$)/.test(label) || /\w|[\])]/.test(src[pos - 1] ?? ''))
      return;
    if (!isDefined(label)) found.push({ kind: 'reference', target: label, offset: labelEnd + 2 });
  }
}

function markTarget(state: InlineState, from: number, found: Mark[]): void {
  const { src, posMax } = state;
  const start = from + (/^\s*/.exec(src.slice(from, posMax))?.[0].length ?? 0);
  const { ok, pos, str } = state.md.helpers.parseLinkDestination(src, start, posMax);
  if (!ok || !/^\s*[)"'(]/.test(src.slice(pos, posMax))) return;
  const isBracketed = src[start] === '<';
  found.push({ kind: 'link', target: str, offset: start + (isBracketed ? 1 : 0) });
}

function markTags(source: string, offset: number, found: Mark[]): void {
  for (const tag of source.matchAll(TAG)) {
    for (const match of tag[0].matchAll(ATTRIBUTE)) {
      const target = match[2] ?? match[3] ?? match[4] ?? '';
      const name = match[1]?.toLowerCase();
      const start =
        offset + tag.index + match.index + match[0].indexOf(target, match[0].indexOf('='));
      if (name === 'id' || name === 'name') found.push({ kind: 'anchor', target, offset: start });
      else found.push({ kind: 'link', target, offset: start });
    }
  }
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
    const label = inline.utils.normalizeReference(match?.[1] ?? '');
    if (match === null || !left.delete(label)) continue;
    const target = (match[3] ?? '').replace(/>$/, match[2] === '<' ? '' : '>');
    const column = match[0].length - (match[3] ?? '').length + 1;
    links.push({ kind: 'link', target, position: { line: at + 1, column } });
  }
  return links;
}
