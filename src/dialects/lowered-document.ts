import { parseMarkdown } from '../document/parse.ts';
import type { Fence, Heading, MarkdownDocument } from '../document/types.ts';
import type { Lowering } from './types.ts';

/** A lowered document whose fences and headings are where they come from in the one that was read. */
export function placeLowering(
  { text, origins }: Lowering,
  { file, source }: { readonly file: string; readonly source: string },
): MarkdownDocument {
  const document = parseMarkdown(text, file);
  const at = (line: number): number => origins[line - 1] ?? origins.at(-1) ?? 1;
  const headings = new Map<Heading, Heading>();
  for (const heading of document.headings) {
    const parent = heading.parent === null ? null : (headings.get(heading.parent) ?? null);
    headings.set(heading, { ...heading, line: at(heading.line), parent });
  }
  const headingOf = (heading: Heading | null): Heading | null =>
    heading === null ? null : (headings.get(heading) ?? null);
  const fences = document.fences.map(
    (fence): Fence => ({
      ...fence,
      line: at(fence.line),
      endLine: at(fence.endLine),
      position: { ...fence.position, line: at(fence.position.line) },
      heading: headingOf(fence.heading),
    }),
  );
  return {
    ...document,
    lines: source.split('\n'),
    headings: [...headings.values()],
    fences,
    prose: document.prose.map((prose) => ({
      line: at(prose.line),
      endLine: at(prose.endLine),
      heading: headingOf(prose.heading),
    })),
    texts: document.texts.map((part) => ({
      ...part,
      line: at(part.line),
      endLine: at(part.endLine),
    })),
  };
}
