import { isAbsolute, relative, resolve } from 'node:path';
import { loadLibrary } from '../libraries/load.ts';
import type { Step } from '../model/types.ts';
import type { Plan } from '../plan/types.ts';
import type { FileHost } from '../session/targets/types.ts';
import type { RunContext } from './context.ts';
import type { FailureReason, FileChange, StepVerdict } from './verdict.ts';

/** Of a new file that is secret, unless the document says otherwise. */
const SECRET_MODE = 0o600;

/** Writes a file block, to the letter, unless the file has that content already. */
export async function writeFileBlock(context: RunContext, step: Step): Promise<StepVerdict> {
  const { file } = step;
  if (file === undefined) throw new Error(`step ${step.id} has no file`);
  const { target } = context.session;
  const { files } = target;
  const shown = context.values.fill(file.path);
  const body = file.expand ? context.values.fill(step.code) : step.code;
  try {
    const path = await files.realTarget(resolve(context.session.cwd, shown));
    const outside = await leavesWorkdir(files, path, context.plan);
    if (outside !== undefined) return failed(outside);
    const owner = file.owner === undefined ? undefined : await target.findOwner(file.owner);
    if (typeof owner === 'string') return failed({ kind: 'file', path: shown, message: owner });
    const old = await files.readText(path);
    // An append that is there already is not made twice, so that a guide can be run again.
    const content = file.append && old !== undefined ? appended(old, body) : body;
    const mode = file.mode ?? (step.secret && old === undefined ? SECRET_MODE : undefined);
    const rights = { ...(mode === undefined ? {} : { mode }), ...owner };
    if (old === content) await files.setRights(path, rights);
    else await files.replace(path, content, rights);
    const change = describeChange(context, step, old, content);
    return { status: 'passed', captures: {}, file: { path: shown, ...change } };
  } catch (error) {
    return failed(fileFailure(shown, error as NodeJS.ErrnoException));
  }
}

function describeChange(
  { masker, values }: RunContext,
  { file, secret }: Step,
  old: string | undefined,
  content: string,
): Omit<FileChange, 'path'> {
  const change = {
    lines: content === '' ? 0 : content.replace(/\n$/, '').split('\n').length,
    ...(secret ? { secret } : {}),
  };
  if (old === content) return { action: 'unchanged', ...change };
  if (old === undefined) return { action: 'created', ...change };
  const action = file?.append ? 'appended' : 'replaced';
  // Masked before they are compared: in a difference, a secret of several lines is none any more.
  const [before, after] = [old, content].map((text) => masker.text(text));
  if (secret || before === after) return { action, ...change };
  const name = values.fill(file?.path ?? '');
  const { createTwoFilesPatch } = loadLibrary('diff');
  const diff = createTwoFilesPatch(name, name, before ?? '', after ?? '', 'before', 'after');
  return { action, ...change, diff };
}

function appended(old: string, body: string): string {
  const joined = old === '' || old.endsWith('\n') ? old : `${old}\n`;
  return joined === body || joined.endsWith(`\n${body}`) ? old : joined + body;
}

async function leavesWorkdir(
  files: FileHost,
  path: string,
  { workdir, runbook }: Plan,
): Promise<FailureReason | undefined> {
  for (const folder of [workdir, ...runbook.config.allowPaths]) {
    const way = relative(await files.realTarget(folder), path);
    if (way !== '..' && !way.startsWith('../') && !isAbsolute(way)) return undefined;
  }
  return {
    kind: 'file',
    path,
    message: `the file would be written outside the working directory ${workdir}`,
    hint: 'a symbolic link or a `cd` in an earlier step leads out of it; `allow-paths` in the front matter allows another folder',
  };
}

function fileFailure(path: string, error: NodeJS.ErrnoException): FailureReason {
  const hints: Readonly<Record<string, string>> = {
    EACCES: 'the user who runs this has no permission to write there',
    EPERM: 'the user who runs this has no permission to write there',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EISDIR: 'there is a folder with that name',
    ENOTDIR: 'a part of the path is a file, not a folder',
  };
  const hint =
    error.syscall === 'chown'
      ? 'only root can give a file to somebody else'
      : hints[error.code ?? ''];
  return { kind: 'file', path, message: error.message, ...(hint === undefined ? {} : { hint }) };
}

function failed(reason: FailureReason): StepVerdict {
  return { status: 'failed', reason };
}
