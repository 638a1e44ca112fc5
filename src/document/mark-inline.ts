import { markdown } from './markdown.ts';

/** What was found in a text that has to do with links. */
export interface Mark {
  /** `reference`: `[text][label]` whose label is not defined; `anchor`: an `id` or `name`. */
  readonly kind: 'link' | 'reference' | 'anchor';
  /** What it leads to, escapes undone; for a reference the label. */
  readonly target: string;
  /** Where the target begins, in UTF-16 code units. */
  readonly offset: number;
  /** Of the target as it is written. */
  readonly length: number;
}

const AUTOLINK = /<([A-Za-z][A-Za-z0-9+.-]+:[^\s<>]*)>/y;
const HTML = /<(?:!--.*?-->|\/?[A-Za-z][\w-]*(?:\s[^<>]*)?>)/sy;
const TAG = /<[A-Za-z][\w-]*(?:\s[^<>]*)?>/g;
const ATTRIBUTE = /\s(href|src|id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const LABEL = /\[((?:[^\][\\]|\\.)+)\]/sy;
const SPECIAL = /[\\`<[\]]/g;

/**
 * Finds the links of a paragraph's text in one pass: what stands in code is none, and a bracket is
 * closed by the next one that can close it (CommonMark's bracket stack).
 *
 * @param isDefined whether there is a link definition with a label
 */
export function markInline(source: string, isDefined: (label: string) => boolean): readonly Mark[] {
  const found: Mark[] = [];
  const open: number[] = [];
  const unclosed = new Set<number>();
  SPECIAL.lastIndex = 0;
  for (let match = SPECIAL.exec(source); match !== null; match = SPECIAL.exec(source)) {
    const at = match.index;
    let next = at + 1;
    if (match[0] === '\\') next = at + 2;
    else if (match[0] === '`') next = skipCode(source, at, unclosed);
    else if (match[0] === '<') next = takeHtml(source, at, found);
    else if (match[0] === '[') open.push(at);
    else {
      const start = open.pop();
      if (start !== undefined) next = takeTarget(source, start, at, isDefined, found);
    }
    SPECIAL.lastIndex = next;
  }
  return found;
}

/** The links and anchors of HTML. */
export function markTags(html: string, offset = 0): readonly Mark[] {
  const found: Mark[] = [];
  for (const tag of html.matchAll(TAG)) {
    for (const match of tag[0].matchAll(ATTRIBUTE)) {
      const target = match[2] ?? match[3] ?? match[4] ?? '';
      const name = match[1]?.toLowerCase();
      const kind = name === 'id' || name === 'name' ? 'anchor' : 'link';
      const start = match[0].indexOf(target, match[0].indexOf('=') + 1);
      const place = { offset: offset + tag.index + match.index + start, length: target.length };
      found.push({ kind, target, ...place });
    }
  }
  return found;
}

/** After a code span; after its backticks when they are never closed by as many. */
function skipCode(source: string, at: number, unclosed: Set<number>): number {
  let end = at;
  while (source[end] === '`') end += 1;
  const length = end - at;
  if (unclosed.has(length)) return end;
  for (let from = end; from < source.length; ) {
    const start = source.indexOf('`', from);
    if (start < 0) break;
    from = start;
    while (source[from] === '`') from += 1;
    if (from - start === length) return from;
  }
  unclosed.add(length);
  return end;
}

function takeHtml(source: string, at: number, found: Mark[]): number {
  AUTOLINK.lastIndex = at;
  const target = AUTOLINK.exec(source)?.[1];
  if (target !== undefined) {
    found.push({ kind: 'link', target, offset: at + 1, length: target.length });
    return at + target.length + 2;
  }
  HTML.lastIndex = at;
  const tag = HTML.exec(source)?.[0];
  if (tag === undefined) return at + 1;
  if (!tag.startsWith('<!')) found.push(...markTags(tag, at));
  return at + tag.length;
}

/** What follows a closed bracket: the target of a link, a label, or nothing of the kind. */
function takeTarget(
  source: string,
  start: number,
  end: number,
  isDefined: (label: string) => boolean,
  found: Mark[],
): number {
  if (source[end + 1] === '(') {
    const from = skipBlanks(source, end + 2);
    const { ok, pos, str } = markdown().helpers.parseLinkDestination(source, from, source.length);
    if (ok && endsTarget(source, pos)) {
      const bracket = source[from] === '<' ? 1 : 0;
      const length = pos - from - 2 * bracket;
      found.push({ kind: 'link', target: str, offset: from + bracket, length });
      return pos;
    }
  }
  if (source[end + 1] !== '[') return end + 1;
  LABEL.lastIndex = end + 1;
  const [whole, label] = LABEL.exec(source) ?? [];
  const after = end + 1 + (whole?.length ?? 0);
  // `[a][b](c)` is a link of `[b]`, when `b` is no label.
  if (label === undefined || (source[after] === '(' && !isDefined(label))) return end + 1;
  // `a[0][1]` is no link, and neither is a footnote.
  const isMeant = !/^(?:\^|\d+$)/.test(label) && !/\w|[\])]/.test(source[start - 1] ?? '');
  if (isMeant && !isDefined(label)) {
    found.push({ kind: 'reference', target: label, offset: end + 2, length: label.length });
  }
  return after;
}

/** Whether a target is followed by a title, perhaps, and the closing parenthesis. */
function endsTarget(source: string, at: number): boolean {
  const after = skipBlanks(source, at);
  if (source[after] === ')') return true;
  const title = markdown().helpers.parseLinkTitle(source, after, source.length);
  return after > at && title.ok && source[skipBlanks(source, title.pos)] === ')';
}

function skipBlanks(source: string, at: number): number {
  let next = at;
  while (/\s/.test(source[next] ?? 'x')) next += 1;
  return next;
}
