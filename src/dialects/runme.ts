import { resolve } from 'node:path';
import { parseMarkdown } from '../document/parse.ts';
import { isDataLanguage, runtimeOf, SHELL_LANGUAGES } from '../model/languages.ts';
import { Draft } from './draft.ts';
import { lineOfKey, readFrontMatter, type Settings, writeFrontMatter } from './front-matter.ts';
import { type FoundFence, lowerFences } from './lower-fences.ts';
import { readRunmeAttributes } from './runme-attributes.ts';
import { writeAttribute } from './shell-step.ts';
import type { Dialect, DialectSource, Lowering } from './types.ts';

/** Options that only say how a notebook shows a cell. */
const DISPLAY = ['closeTerminalOnSuccess', 'mimetype', 'terminalRows', 'id'];

/** Markdown documents that Runme runs: every block in a language that something runs. */
export const runme: Dialect = {
  name: 'runme',
  summary: 'Markdown that Runme runs',
  ending: '.md',
  read,
};

function read(source: DialectSource): Lowering {
  const document = parseMarkdown(source.text, source.file);
  const draft = new Draft('runme', source);
  const found = readFrontMatter(document);
  if (found.fault !== undefined) draft.note(1, `the front matter ${found.fault}; it is left out`);
  const { cwd, shell, skipPrompts, terminalRows, runme: _own, ...kept } = found.values;
  const tell = (key: string, message: string): void =>
    draft.note(lineOfKey(document, key), message);
  const settings: { -readonly [Key in keyof Settings]: Settings[Key] } = {};
  if (shell !== undefined && /(^|\/)(bash|sh)$/.test(String(shell))) {
    if (String(shell).endsWith('bash')) settings.shell = String(shell);
  } else if (shell !== undefined)
    tell('shell', `\`${shell}\` runs nothing here; blocks run in bash`);
  if (cwd !== undefined) {
    settings.workdir =
      source.folder === undefined ? String(cwd) : resolve(source.folder, String(cwd));
    if (settings.workdir === String(cwd) && !String(cwd).startsWith('/'))
      tell('cwd', '`cwd` is relative to the document there, to where the run is started here');
  }
  if (skipPrompts !== undefined)
    tell('skipPrompts', 'nothing is asked for here, as `skipPrompts` says');
  if (terminalRows !== undefined) tell('terminalRows', '`terminalRows` is about a notebook');
  draft.begin(writeFrontMatter(kept, settings));
  lowerFences(document, found.length + 1, draft, (fence) => writeCell(draft, fence));
  return draft.finish();
}

function writeCell(draft: Draft, found: FoundFence): boolean {
  const { lang, rest, body, line, prefix, fence } = found;
  const tell = (message: string): void => draft.note(fence.line, message, prefix);
  const inert = (): boolean => {
    draft.fence({ info: `${lang || 'text'} no-check`, body, line, prefix });
    return true;
  };
  const options = new Map(readRunmeAttributes(rest, tell));
  const take = (name: string): string | undefined => {
    const value = options.get(name);
    options.delete(name);
    return value;
  };
  if (take('ignore') === 'true') return inert();
  if (lang === '') {
    if (body.length > 0)
      tell('the block says no language, which is guessed there; it is not run here');
    return false;
  }
  const interpreter = take('interpreter');
  const words = [...languageOf(lang, interpreter), ...readOptions(take, tell)];
  if (isDataLanguage(lang) || words.includes('none')) {
    if (!isDataLanguage(lang))
      tell(`nothing is known that runs \`${lang}\`: write \`interpreter=\``);
    return rest === '' ? false : inert();
  }
  for (const name of DISPLAY)
    if (take(name) !== undefined && name !== 'id') tell(`\`${name}\` is about a notebook`);
  for (const name of options.keys()) tell(`\`${name}\` has no counterpart; it is left out`);
  if (words.includes('out')) return inert();
  const written = words[0]?.startsWith('interpreter=') ? nameOf(lang, interpreter) : lang;
  draft.fence({
    info: [written, 'run', ...words].join(' '),
    body: readLines(body, tell),
    line,
    prefix,
  });
  return true;
}

/** A block in a language of ours runs as a file only with another word for it. */
function nameOf(lang: string, interpreter = lang): string {
  if (!SHELL_LANGUAGES.includes(lang)) return lang;
  return /([\w.+-]+)(?:\s|$)/.exec(interpreter)?.[1] ?? lang;
}

/** What runs a language, as attributes; `none` where nothing is known. */
function languageOf(lang: string, interpreter: string | undefined): string[] {
  if (interpreter !== undefined) {
    if (SHELL_LANGUAGES.includes(lang) && /(^|\/)(bash|sh)$/.test(interpreter)) return [];
    return [writeAttribute('interpreter', `${interpreter} {file}`) ?? 'none'];
  }
  if (SHELL_LANGUAGES.includes(lang) || runtimeOf(lang) !== undefined) return [];
  return ['zsh', 'fish', 'ksh', 'dash'].includes(lang)
    ? [`interpreter="${lang} {file}"`]
    : ['none'];
}

function readOptions(
  take: (name: string) => string | undefined,
  tell: (message: string) => void,
): string[] {
  const words: string[] = [];
  const name = take('name');
  if (name !== undefined) {
    const id = /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(name) ? `id=${name}` : undefined;
    words.push(id ?? writeAttribute('title', name) ?? '');
  }
  const cwd = take('cwd');
  if (cwd !== undefined) words.push(writeAttribute('cwd', cwd) ?? '');
  if (take('interactive') === 'true') words.push('tty');
  const prompt = take('promptEnv');
  if (prompt !== undefined && !['false', 'no', 'never'].includes(prompt))
    tell('values of exported variables are asked for there; here they are as written');
  if (take('skipPrompts') === 'true') tell('nothing is asked for here, as `skipPrompts` says');
  for (const key of ['tag', 'category'])
    if (take(key) !== undefined)
      tell(`\`${key}\` has no counterpart; steps are selected by id, role and heading`);
  if (take('excludeFromRunAll') === 'true') {
    tell('`excludeFromRunAll`: it runs only when it is asked for, which no step does here');
    words.push('out');
  }
  if (take('background') === 'true') {
    tell('`background` says nothing to wait for: write `background ready=…`');
    words.push('out');
  }
  return words.filter((word) => word !== '');
}

/** A prompt is taken away there. */
function readLines(body: readonly string[], tell: (message: string) => void): readonly string[] {
  if (body.some((text) => /^\s*export\s+\w+=[^"'\s$]+\s+\S/.test(text)))
    tell('a value without quotation marks is a question there; here it is several words');
  if (!body.some((text) => /^\$ /.test(text))) return body;
  tell('`$ ` at the beginning of a line is taken away');
  return body.map((text) => text.replace(/^\$ /, ''));
}
