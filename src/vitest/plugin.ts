import { fileURLToPath } from 'node:url';
import type { DescribeOptions } from './types.ts';

/** What can be said of documents in a configuration. */
export type DocumentOptions = Omit<DescribeOptions, 'cwd' | 'concurrent' | 'prepare'>;

/** As much of a plugin of Vite as this one is. */
export interface DocumentPlugin {
  readonly name: string;
  readonly enforce: 'pre';
  transform(code: string, id: string): { readonly code: string; readonly map: null } | undefined;
}

/**
 * Makes documents test files themselves: `test.include` of the configuration names them. Editors then have
 * each step as a test at its line of the document, watch mode sees documents change, and each has a worker.
 *
 * @example
 * ```ts
 * export default defineConfig({
 *   plugins: [documentTests({ coverage: 100 })],
 *   test: { include: ['README.md', 'docs/**\/*.md'] },
 * });
 * ```
 */
export function documentTests(options: DocumentOptions = {}): DocumentPlugin {
  const entry = JSON.stringify(fileURLToPath(import.meta.url));
  return {
    name: 'runbook',
    enforce: 'pre',
    transform(_code, id) {
      // With a query it is imported as something else, such as its text.
      if (!/\.(?:md|markdown)$/.test(id)) return undefined;
      const call = `describeDocumentFile(${JSON.stringify(id)}, ${JSON.stringify(options)});`;
      return { code: `import { describeDocumentFile } from ${entry};\n${call}\n`, map: null };
    },
  };
}
