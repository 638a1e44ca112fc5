import { readFileSync, statSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import { loadLibrary } from '../libraries/load.ts';
import { findReferences, substituteReferences } from '../model/references.ts';
import type { Step } from '../model/types.ts';
import type { Plan } from '../plan/types.ts';
import type { Masker } from '../store/mask.ts';
import type { Paint } from './paint.ts';
import { countOf, cutLine, showControls } from './visible.ts';

/** Above this size the difference is not worked out. */
const DIFF_LIMIT_BYTES = 1024 * 1024;

/** Where a file would be written, and with which values. */
interface PreviewContext {
  /** Puts in the values of references that are known. */
  readonly resolve: (text: string) => string;
  /** The shell's current directory; absolute. */
  readonly cwd: string;
}

/** What a file block would do to the file as it is now, as lines. */
export function previewFile(
  step: Step,
  { resolve, cwd: folder }: PreviewContext,
  masker: Pick<Masker, 'text'>,
  paint: Paint,
): string[] {
  const path = resolve(step.file?.path ?? '');
  const content = step.file?.expand ? resolve(step.code) : step.code;
  const cwd = resolve(step.cwd ?? '.');
  if ([path, cwd].some((text) => findReferences(text).length > 0)) {
    return [`${path}: known when the run has captured what its name refers to`];
  }
  const current = readCurrent(resolvePath(folder, cwd, path));
  if (typeof current === 'object') return [`${path}: ${current.trouble}`];
  if (!step.file?.append && current === content) return [`${path}: unchanged`];
  if (step.secret) return [`${path}: ${describeSecret(step, current, content)}`];
  const shown = masker.text(content);
  if (step.file?.append) return describeAppend(path, shown, paint);
  return describeReplace(path, current && masker.text(current), shown, paint);
}

/** Puts in the params; what only the run can know stays as it is written. */
export function resolveText(text: string, plan: Plan): string {
  const values = new Map(plan.params.map((param) => [param.name, param.value]));
  const byVariable = new Map(plan.params.map((param) => [param.env, param.value]));
  // They are asked for before the run.
  for (const { name, env } of plan.missing) {
    values.set(name, `<${name}>`);
    byVariable.set(env, `<${name}>`);
  }
  return substituteReferences(text, (name) => values.get(name) ?? byVariable.get(name));
}

/** The file's text; `undefined` when there is none. */
function readCurrent(path: string): string | undefined | { readonly trouble: string } {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (!found.isFile()) return { trouble: 'is there already, and is no file' };
    if (found.size > DIFF_LIMIT_BYTES) return { trouble: 'replaces a file of more than 1 MiB' };
    return readFileSync(path, 'utf8');
  } catch {
    return { trouble: 'replaces a file that cannot be read now' };
  }
}

function describeSecret(step: Step, current: string | undefined, content: string): string {
  const lines = countOf(linesOf(content).length, 'line');
  const verb = step.file?.append ? 'appends' : current === undefined ? 'creates' : 'replaces';
  return `${verb}, ${lines}; its content is secret`;
}

function describeAppend(path: string, content: string, paint: Paint): string[] {
  const lines = linesOf(content);
  return [
    `${path}: appends ${countOf(lines.length, 'line')}`,
    ...lines.map((line) => paint.green(`+${show(line)}`)),
  ];
}

function describeReplace(
  path: string,
  current: string | undefined,
  content: string,
  paint: Paint,
): string[] {
  const lines = linesOf(content);
  if (current === undefined) {
    const added = lines.map((line) => paint.green(`+${show(line)}`));
    return [`${path}: creates, ${countOf(lines.length, 'line')}`, ...added];
  }
  if (current === content) return [`${path}: replaces nothing but secrets`];
  const patch = loadLibrary('diff').createTwoFilesPatch(
    path,
    path,
    current,
    content,
    'now',
    'after',
    { context: 3 },
  );
  return [
    `${path}: replaces`,
    ...linesOf(patch)
      .slice(1)
      .map((line) => paintPatch(line, paint)),
  ];
}

function paintPatch(line: string, paint: Paint): string {
  const text = show(line);
  if (line.startsWith('+')) return paint.green(text);
  return line.startsWith('-') ? paint.red(text) : text;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function show(line: string): string {
  return cutLine(showControls(line));
}
