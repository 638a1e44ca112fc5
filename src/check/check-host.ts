import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseMarkdown } from '../document/parse.ts';
import type { MarkdownDocument } from '../document/types.ts';
import { createProbe } from './probe-url.ts';
import type { CheckHost } from './types.ts';

/** This host, for any number of documents: what links lead to is read once. */
export function createCheckHost(options: Pick<CheckHost, 'path' | 'cwd' | 'external'>): CheckHost {
  const documents = new Map<string, MarkdownDocument | null>();
  return {
    ...options,
    probe: createProbe(),
    readDocument(path) {
      const known = documents.get(path);
      if (known !== undefined) return known;
      const document = readOther(path, options.cwd);
      documents.set(path, document);
      return document;
    },
  };
}

/** A document that a link leads to; what is wrong with it is not the linking one's matter. */
function readOther(path: string, cwd: string): MarkdownDocument | null {
  try {
    return parseMarkdown(readFileSync(path, 'utf8'), relative(cwd, path));
  } catch {
    return null;
  }
}
