import { parseMarkdown } from '../document/parse.ts';
import { yaml } from '../libraries/yaml.ts';
import { Draft } from './draft.ts';
import { isRecord, lineOfKey, readFrontMatter, writeFrontMatter } from './front-matter.ts';
import { type FoundFence, lowerFences } from './lower-fences.ts';
import { createScrutCases } from './scrut-case.ts';
import { TEST_ENVIRONMENT, testFolder } from './test-folder.ts';
import type { Dialect, DialectSource, Lowering } from './types.ts';

const NO_COUNTERPART: Readonly<Record<string, string>> = {
  prepend: 'the documents that `prepend` names are not taken in; run them first',
  append: 'the documents that `append` names are not taken in; run them afterwards',
  total_timeout:
    '`total_timeout` limits the whole document; that is an option of `runbook test` here',
};

/** The languages that Scrut itself takes for tests. */
const LANGUAGES: readonly string[] = ['scrut', 'testcase'];

/** Markdown documents of Scrut, with a test in each `scrut` or `testcase` fence. */
export const scrut: Dialect = {
  name: 'scrut',
  summary: 'Markdown with `scrut` or `testcase` fences',
  ending: '.md',
  read,
};

function read(source: DialectSource): Lowering {
  const document = parseMarkdown(source.text, source.file);
  const draft = new Draft('scrut', source);
  const found = readFrontMatter(document);
  if (found.fault !== undefined) draft.note(1, `the front matter ${found.fault}; it is left out`);
  const { shell, defaults, prepend, append, total_timeout, ...kept } = found.values;
  for (const [key, value] of Object.entries({ prepend, append, total_timeout }))
    if (value !== undefined) draft.note(lineOfKey(document, key), NO_COUNTERPART[key] ?? key);
  const folder = testFolder(source, draft);
  const env = { ...TEST_ENVIRONMENT, ...folder };
  draft.begin(writeFrontMatter(kept, { ...(typeof shell === 'string' ? { shell } : {}), env }));
  const cases = createScrutCases(
    draft,
    isRecord(defaults) ? defaults : {},
    source.folder === undefined,
  );
  lowerFences(document, found.length + 1, draft, (fence) => {
    if (!LANGUAGES.includes(fence.lang)) return false;
    cases.write(fence, readOptions(fence, draft));
    return true;
  });
  draft.skip = { code: cases.skipCode };
  return draft.finish();
}

/** What stands in braces behind the language. */
function readOptions({ rest, fence, prefix }: FoundFence, draft: Draft): Record<string, unknown> {
  if (rest === '') return {};
  try {
    const options: unknown = yaml().parse(rest);
    if (isRecord(options)) return options;
  } catch {
    // It is said below what it should have been.
  }
  draft.note(fence.line, `\`${rest}\` is no configuration of Scrut; it is left out`, prefix);
  return {};
}
