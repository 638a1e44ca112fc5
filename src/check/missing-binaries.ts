import { findBodyPosition, splitOffset } from '../document/body-position.ts';
import type { Problem } from '../document/problem.ts';
import type { StepDraft } from '../model/draft.ts';
import { SHELL_LANGUAGES } from '../model/languages.ts';
import { orderForRun } from '../model/run-order.ts';
import { findProgram } from '../plan/find-program.ts';
import { findCommandWords } from './shell-commands.ts';
import type { CheckContext, DocumentCheck } from './types.ts';

const BUILTINS: ReadonlySet<string> = new Set(
  `alias bg bind break builtin caller cd command compgen complete compopt continue declare dirs disown echo
   enable eval exec exit export false fc fg getopts hash help history jobs kill let local logout mapfile
   popd printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap
   true type typeset ulimit umask unalias unset wait`.split(/\s+/),
);

/** After one of these, anything may be on the path, or be a function. */
const CHANGES_PATH =
  /\bPATH\b|\b(?:source|eval|alias|hash|enable|shopt|apt|apt-get|apk|dnf|yum|pacman|zypper|brew|port|snap|nix|nix-env|pip|pip3|pipx|uv|npm|pnpm|yarn|corepack|cargo|rustup|gem|go|make|install|asdf|mise|sdk|conda|ln|cp|mv|chmod)\b|(?:^|\s)\.\s|\bcurl\b.*\|\s*(?:ba)?sh/m;

const LOOKS_UP = /\b(?:command -v|type|which|hash)\b/;
const LOOKING_LINE = /^.*\b(?:command -v|type|which|hash)\b.*$/gm;

/** Steps that call a program which is not on this host, where nothing says that it may be missing. */
export const missingBinaries: DocumentCheck = {
  rules: ['missing-binary'],
  find(context) {
    const { loaded, host } = context;
    const drafts = orderForRun(loaded.fences.flatMap(({ draft }) => draft ?? []));
    const known = readKnownNames(drafts);
    if (loaded.config.env['PATH'] !== undefined) return { problems: [] };
    const onHost = new Map<string, boolean>();
    const isThere = (name: string): boolean => {
      const before = onHost.get(name);
      if (before !== undefined) return before;
      const there = findProgram(name, host.path, host.cwd) !== null;
      onHost.set(name, there);
      return there;
    };
    const problems: Problem[] = [];
    for (const draft of drafts) {
      const { values, env } = draft.attributes;
      const { body } = draft.fence;
      const isRun = values.file === undefined && draft.role !== 'manual';
      const isScript = SHELL_LANGUAGES.includes(draft.lang) && isRun;
      if (draft.role === 'install' || env['PATH'] !== undefined) break;
      // A file may be a program, and another language may write one.
      if (!isScript || values.if !== undefined || values.unless !== undefined) continue;
      if (CHANGES_PATH.test(body)) break;
      for (const { name, offset } of findCommandWords(body)) {
        if (BUILTINS.has(name) || known.has(name) || isThere(name)) continue;
        problems.push(locate(context, draft, name, offset));
        known.add(name);
      }
    }
    return { problems };
  },
};

/** Names that the document asks for, defines, or looks for by itself. */
function readKnownNames(drafts: readonly StepDraft[]): Set<string> {
  const known = new Set<string>();
  const add = (text: string): void => {
    for (const [name] of text.matchAll(/[A-Za-z][\w.+-]*/g)) known.add(name);
  };
  for (const { role, fence, attributes } of drafts) {
    const { if: condition = '', unless = '' } = attributes.values;
    add(`${condition}\n${unless}`);
    if (role === 'require') add(fence.body);
    const { body } = fence;
    for (const [line] of LOOKS_UP.test(body) ? body.matchAll(LOOKING_LINE) : []) add(line);
    if (!body.includes('()') && !body.includes('function ')) continue;
    for (const [, name = ''] of body.matchAll(/\b([A-Za-z][\w.+-]*)\s*\(\)/g)) known.add(name);
    for (const [, name = ''] of body.matchAll(/\bfunction\s+([A-Za-z][\w.+-]*)/g)) known.add(name);
  }
  return known;
}

function locate(
  { document }: CheckContext,
  { fence }: StepDraft,
  name: string,
  offset: number,
): Problem {
  const { bodyLine, index } = splitOffset(fence.body, offset);
  return {
    rule: 'missing-binary',
    severity: 'warning',
    file: document.file,
    ...findBodyPosition(document, fence, bodyLine, index),
    length: name.length,
    message: `there is no \`${name}\` on this host's PATH`,
    hint: `install it in an \`install\` step, or ask for it in a \`require\` step: \`command -v ${name}\``,
  };
}
