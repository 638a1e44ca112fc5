import type { MarkdownDocument } from '../document/types.ts';
import { yaml } from '../libraries/yaml.ts';

/** What ours says in its front matter. */
export interface Settings {
  readonly shell?: string;
  readonly timeout?: string;
  readonly workdir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The front matter of a document that was read. */
export interface FoundFrontMatter {
  readonly values: Readonly<Record<string, unknown>>;
  /** How many lines it takes, the `---` lines included. */
  readonly length: number;
  /** What keeps it from being understood. */
  readonly fault?: string;
}

/** Reads the front matter; other text than a mapping in YAML is a fault. */
export function readFrontMatter({ frontMatter, lines }: MarkdownDocument): FoundFrontMatter {
  if (frontMatter === null) return { values: {}, length: 0 };
  const length =
    lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line)) + 1;
  try {
    const values: unknown = yaml().parse(frontMatter.text) ?? {};
    if (isRecord(values)) return { values, length };
    return { values: {}, length, fault: 'is no mapping of keys to values' };
  } catch (error) {
    return { values: {}, length, fault: `is not YAML: ${firstLine(error)}` };
  }
}

/** Ours, with what site generators read kept above it. */
export function writeFrontMatter(
  kept: Readonly<Record<string, unknown>>,
  settings: Settings,
): string[] {
  const runbook = Object.fromEntries(
    Object.entries(settings).filter(
      ([, value]) => value !== undefined && !(isRecord(value) && Object.keys(value).length === 0),
    ),
  );
  const all = { ...kept, ...(Object.keys(runbook).length === 0 ? {} : { runbook }) };
  if (Object.keys(all).length === 0) return [];
  return ['---', ...yaml().stringify(all).trimEnd().split('\n'), '---', ''];
}

/** The line of a key of the front matter. */
export function lineOfKey(document: MarkdownDocument, key: string): number {
  const index = document.lines.findIndex((line) => line.trimStart().startsWith(`${key}:`));
  return index < 0 ? 1 : index + 1;
}

/** Whether a value is a mapping. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first line of what an error says. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
