import { alignCut, showControls } from '../report/visible.ts';

/** A printed line cut to a number of characters, safe to show. */
export function clipLine(text: string, limit: number): string {
  const safe = showControls(text.replaceAll('\t', '    '));
  if (safe.length <= limit) return safe;
  return `${safe.slice(0, alignCut(safe, Math.max(0, limit - 1)))}…`;
}
