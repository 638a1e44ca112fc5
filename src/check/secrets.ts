import { createLocator } from '../document/body-position.ts';
import type { Problem } from '../document/problem.ts';
import type { MarkdownDocument } from '../document/types.ts';
import { isPlaceholder, PRIVATE_KEY, SECRET_PATTERNS } from './secret-patterns.ts';
import type { DocumentCheck } from './types.ts';

/** Every key has so many letters, digits, `-` and `_` in a row, and few other words have. */
const RUN = 20;

/** Literal keys and tokens, wherever in the document they stand. */
export const secrets: DocumentCheck = {
  rules: ['secret'],
  find({ document }) {
    const report = createReport(document);
    return { problems: [...findTokens(document, report), ...findPrivateKeys(document, report)] };
  },
};

function findTokens({ text }: MarkdownDocument, report: Report): Problem[] {
  const problems: Problem[] = [];
  let done = 0;
  // A run that long covers one of the places that are looked at, so the others need not be.
  for (let at = RUN - 1; at < text.length; at += RUN) {
    if (at < done || !isKeyCharacter(text.charCodeAt(at))) continue;
    let start = at;
    while (start > done && isKeyCharacter(text.charCodeAt(start - 1))) start -= 1;
    let end = at + 1;
    while (end < text.length && isKeyCharacter(text.charCodeAt(end))) end += 1;
    done = end;
    if (end - start < RUN) continue;
    const found = readKey(text, start, end);
    if (found === null) continue;
    problems.push(report(found));
    done = Math.max(done, found.start + found.length);
  }
  return problems;
}

function isKeyCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}

interface FoundKey {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/** The key that a run is, or the last part of: some have dots or a URL before it. */
function readKey(text: string, start: number, end: number): FoundKey | null {
  let from = start;
  while (from > 0 && start - from < 400 && /[\w./:-]/.test(text[from - 1] ?? ' ')) from -= 1;
  const word = text.slice(from, end + 400);
  for (const { name, begins, pattern } of SECRET_PATTERNS) {
    begins.lastIndex = 0;
    for (let match = begins.exec(word); match !== null; match = begins.exec(word)) {
      if (from + match.index >= end) break;
      pattern.lastIndex = match.index;
      const key = pattern.exec(word)?.[0];
      if (key === undefined || isPlaceholder(key)) continue;
      return { name, start: from + match.index, length: key.length };
    }
  }
  return null;
}

function findPrivateKeys({ text }: MarkdownDocument, report: Report): Problem[] {
  return [...text.matchAll(PRIVATE_KEY)].map((match) =>
    report({ name: 'a private key', start: match.index, length: match[0].length }),
  );
}

type Report = (found: FoundKey) => Problem;

function createReport({ file, text }: MarkdownDocument): Report {
  let locate: ReturnType<typeof createLocator> | undefined;
  return ({ name, start, length }) => {
    locate ??= createLocator(text);
    const { bodyLine, index } = locate(start);
    return {
      rule: 'secret',
      severity: 'error',
      file,
      line: bodyLine + 1,
      column: index + 1,
      length,
      // The key itself must not get into a log.
      message: `${name} stands here in plain text`,
      hint: 'revoke it, and take it from a param with `secret: true`',
    };
  };
}
