import { posix } from 'node:path';

/**
 * The relative links of a line of Markdown, seen from another folder. Links with a scheme, anchors
 * and absolute paths stay, and so does what stands in code spans.
 *
 * @param from - folder of the document. @param to - folder of the page; both relative to one place.
 */
export function moveLinks(line: string, from: string, to: string): string {
  if (posix.normalize(from) === posix.normalize(to)) return line;
  const move = (target: string): string => moveTarget(target, from, to);
  return line
    .split(/(`+[^`]*`+)/)
    .map((part) => (part.startsWith('`') ? part : moveInText(part, move)))
    .join('');
}

/** Inline links and images, reference definitions, and the two HTML attributes. */
function moveInText(text: string, move: (target: string) => string): string {
  return text
    .replace(/(\]\(<?)([^)\s>]+)/g, (_match, open: string, target: string) => open + move(target))
    .replace(
      /^(\s{0,3}\[[^\]]+\]:\s*<?)([^\s>]+)/,
      (_match, open: string, target: string) => open + move(target),
    )
    .replace(
      /(\b(?:href|src)=["'])([^"']+)/g,
      (_match, open: string, target: string) => open + move(target),
    );
}

function moveTarget(target: string, from: string, to: string): string {
  if (/^(?:[a-z][a-z0-9+.-]*:|#|\/)/i.test(target)) return target;
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/.exec(target) ?? [];
  return (
    (posix.relative(to, posix.join(from, path)) || '.') + (path.endsWith('/') ? '/' : '') + rest
  );
}
