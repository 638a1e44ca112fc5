import type { Token } from 'markdown-it';
import type { BlockCollector } from './block-collector.ts';
import { type MarkdownEnv, markdown } from './markdown.ts';
import type { Fence } from './types.ts';

type Container = NonNullable<Fence['container']>;

const CONTAINERS: ReadonlyMap<string, Container> = new Map([
  ['ul', 'list'],
  ['ol', 'list'],
  ['blockquote', 'quote'],
]);

/**
 * Parses lines with all of CommonMark's block rules.
 *
 * @param text each line with its line feed: the last one may be blank, and counts
 * @param env collects the link definitions of the whole document
 */
export function parseRegion(text: string, env: MarkdownEnv): readonly Token[] {
  return markdown().parse(text, env);
}

/**
 * Whether the last block of a region takes all that follows it until its own end comes: a fence or
 * an HTML block that is not closed.
 *
 * @param length the number of lines of the region
 */
export function isOpenAtEnd(tokens: readonly Token[], length: number): boolean {
  const last = tokens.at(-1);
  if (last === undefined || last.level !== 0) return false;
  if (last.type !== 'fence' && last.type !== 'html_block') return false;
  return (last.map?.[1] ?? 0) >= length;
}

/** Hands the blocks of a parsed region over. @param start the lines of the document before it */
export function collectRegion(
  tokens: readonly Token[],
  start: number,
  collector: BlockCollector,
): void {
  const containers: Container[] = [];
  let around: readonly [number, number] = [0, 0];
  for (const [index, token] of tokens.entries()) {
    around = token.map ?? around;
    const line = start + around[0] + 1;
    const endLine = start + around[1];
    if (token.type === 'heading_open') {
      const content = tokens[index + 1]?.content ?? '';
      const level = Number(token.tag.slice(1));
      collector.addHeading({ level, content, line, opensSection: token.level === 0 });
    } else if (token.type === 'fence') {
      const container = containers.at(-1) ?? null;
      const { info, content } = token;
      collector.addFence({ info, body: content, line, endLine, container });
    } else if (token.type === 'inline') {
      collector.addText({ kind: 'text', line, endLine, content: token.content });
    } else if (token.type === 'html_block') {
      collector.addText({ kind: 'html', line, endLine, content: token.content });
    }
    if (token.level === 0 && isProse(token)) collector.addProse(line, endLine);
    trackContainers(token, containers);
  }
}

function trackContainers(token: Token, containers: Container[]): void {
  const container = token.nesting === 0 ? undefined : CONTAINERS.get(token.tag);
  if (container === undefined) return;
  if (token.nesting === 1) containers.push(container);
  else containers.pop();
}

function isProse(token: Token): boolean {
  return (
    token.type === 'paragraph_open' ||
    token.type === 'bullet_list_open' ||
    token.type === 'ordered_list_open'
  );
}
