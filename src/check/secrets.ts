import type { Problem } from '../document/problem.ts';
import type { MarkdownDocument, Position } from '../document/types.ts';
import { isPlaceholder, SECRET_PATTERNS, type SecretPattern } from './secret-patterns.ts';
import type { DocumentCheck } from './types.ts';

/** Literal keys and tokens, wherever in the document they stand. */
export const secrets: DocumentCheck = {
  rules: ['secret'],
  find({ document }) {
    const found = new Map<number, Problem>();
    for (const pattern of SECRET_PATTERNS) {
      for (const problem of findKeys(document, pattern)) {
        found.set(problem.line * 100_000 + problem.column, problem);
      }
    }
    return { problems: [...found.values()] };
  },
};

function findKeys(
  document: MarkdownDocument,
  { name, prefixes, pattern }: SecretPattern,
): Problem[] {
  const { text, file } = document;
  const problems: Problem[] = [];
  for (const prefix of prefixes) {
    for (let at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
      if (/\w/.test(text[at - 1] ?? ' ')) continue;
      pattern.lastIndex = at;
      const key = pattern.exec(text)?.[0];
      if (key === undefined || isPlaceholder(key)) continue;
      problems.push({
        rule: 'secret',
        severity: 'error',
        file,
        ...locate(text, at),
        length: key.length,
        // The key itself must not get into a log.
        message: `${name} stands here in plain text`,
        hint: 'revoke it, and take it from a param with `secret: true`',
      });
    }
  }
  return problems;
}

function locate(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n?|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
