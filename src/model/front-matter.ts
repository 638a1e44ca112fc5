import type { MarkdownDocument } from '../document/types.ts';
import { knownKeys, parseConfig } from './front-matter-schema.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import { PARAM_TYPES } from './param-types.ts';
import { listNames, type ProblemLog, suggest } from './problems.ts';
import type { RawConfig } from './raw-config.ts';
import { isRecord, leaveOut } from './salvage.ts';
import { type LocatedYaml, parseLocatedYaml } from './yaml-place.ts';

/** The front matter as far as it is ours, with the places of its keys. */
export interface ReadFrontMatter {
  /** The document's `title:`. */
  readonly title?: string;
  readonly config: RawConfig;
  readonly yaml: LocatedYaml | null;
  /**
   * Names that params would have if the front matter were right, so that one mistake in it does not
   * make every reference an error; `null` when they cannot be known. Empty when it is right.
   */
  readonly lostNames: readonly string[] | null;
}

/**
 * Reads `title` and `runbook` from the front matter; the other keys belong to site generators.
 * Every mistake goes to the log with its place.
 */
export function readFrontMatter(document: MarkdownDocument, log: ProblemLog): ReadFrontMatter {
  const none = { config: {}, yaml: null, lostNames: [] };
  const { frontMatter } = document;
  if (frontMatter === null) {
    checkUnclosed(document, log);
    return none;
  }
  const yaml = parseLocatedYaml(frontMatter.text, frontMatter.line);
  if (yaml.faults.length > 0) {
    for (const { position, message } of yaml.faults) {
      log.errorAt(position, 0, {
        rule: 'yaml-syntax',
        message: `the front matter is no valid YAML: ${message}`,
      });
    }
    return { ...none, lostNames: null };
  }
  const values = readValues(yaml, log);
  const title = typeof values?.title === 'string' ? { title: values.title } : {};
  if (values === undefined) return { ...none, lostNames: null };
  if (values.runbook === undefined) return { ...none, ...title };
  const { config, isWhole } = validate(values.runbook, yaml, log);
  const lostNames = isWhole ? [] : findParamNames(values.runbook);
  return { ...title, config, yaml, lostNames };
}

function readValues(
  yaml: LocatedYaml,
  log: ProblemLog,
): { readonly title: unknown; readonly runbook: unknown } | undefined {
  try {
    return { title: yaml.read('title'), runbook: yaml.read('runbook') };
  } catch (error) {
    const { position } = yaml.findKey(['runbook']);
    const message = error instanceof Error ? error.message : String(error);
    log.errorAt(position, 'runbook'.length, {
      rule: 'yaml-syntax',
      message: `the front matter is no valid YAML: ${message}`,
    });
    return undefined;
  }
}

/** Reads what can be read: a mistake in one key hides none in another. */
function validate(
  value: unknown,
  yaml: LocatedYaml,
  log: ProblemLog,
): { readonly config: RawConfig; readonly isWhole: boolean } {
  // `runbook:` with nothing under it is how a list of settings begins to be written.
  const result = parseConfig(value ?? {});
  if (result.success) return { config: result.data, isWhole: true };
  const wrong: PropertyKey[][] = [];
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      const keys = issue.keys.map((key) => [...issue.path, key]);
      for (const key of keys) refuseKey(key, yaml, log);
      wrong.push(...keys);
      continue;
    }
    // What is right of a param means nothing without the rest of it.
    wrong.push(issue.path[0] === 'params' ? issue.path.slice(0, 2) : issue.path);
    const path = ['runbook', ...issue.path];
    const { position, text } = yaml.findValue(path);
    const found = text === '' ? 'nothing' : `\`${text}\``;
    log.errorAt(position, text.length, {
      rule: 'bad-value',
      message: `\`${path.join('.')}\` ${issue.message}, not ${found}`,
      ...(path.at(-1) === 'type' && {
        hint: suggest(nearestName(text, PARAM_TYPES)),
        fix: onlyNearest(text, PARAM_TYPES),
      }),
    });
  }
  const rest = parseConfig(leaveOut(value, wrong) ?? {});
  return { config: rest.success ? rest.data : {}, isWhole: false };
}

function findParamNames(runbook: unknown): readonly string[] | null {
  const params = isRecord(runbook) ? runbook['params'] : undefined;
  if (!isRecord(params)) return params === undefined ? [] : null;
  return Object.entries(params).flatMap(([name, param]) => {
    const env = isRecord(param) && typeof param['env'] === 'string' ? param['env'] : undefined;
    return [name, env ?? name.toUpperCase()];
  });
}

function refuseKey(path: readonly PropertyKey[], yaml: LocatedYaml, log: ProblemLog): void {
  const key = String(path.at(-1));
  const { position, text } = yaml.findKey(['runbook', ...path]);
  const known = knownKeys(path.slice(0, -1));
  log.errorAt(position, text.length, {
    rule: 'unknown-key',
    message: `unknown front-matter key \`${['runbook', ...path].join('.')}\``,
    hint: suggest(nearestName(key, known), `known here: ${listNames(known, 'and')}`),
    fix: text === key ? onlyNearest(key, known) : undefined,
  });
}

/** Settings that are silently taken for prose would change what the document does. */
function checkUnclosed(document: MarkdownDocument, log: ProblemLog): void {
  if (!/^---[ \t]*(?:[\r\n]|$)/.test(document.text)) return;
  if (!document.lines.some((line) => /^runbook:/.test(line))) return;
  log.errorAt({ line: 1, column: 1 }, 3, {
    rule: 'yaml-syntax',
    message: 'the front matter that begins here is never closed',
    hint: 'end it with a line of its own that says `---`',
  });
}
