import { resolve } from 'node:path';
import type {
  Answer,
  FileContent,
  OutputView,
  ResponseHead,
  Surroundings,
} from '../expect/types.ts';
import type { Step } from '../model/types.ts';
import { exchange } from '../session/http/exchange.ts';
import { describeTrouble } from '../session/http/trouble.ts';
import { rethrowOutOfFiles } from '../session/open-files.ts';
import type { FileHost, NetworkHost, PathKind, ReadFile } from '../session/targets/types.ts';
import { createMasker, type Masker } from '../store/mask.ts';
import type { RunContext } from './context.ts';
import { readUrl, userAgent } from './fill-request.ts';

/** Each question has so much time; a step that needs more patience has `within=`. */
const QUESTION_TIMEOUT_MS = 5_000;
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];
const KINDS: Readonly<Record<PathKind, string>> = {
  file: 'is a file',
  directory: 'is a folder',
  other: 'is no file',
};
const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
};

/** What the expectations of the step that just ran may ask of the host. */
export function createSurroundings(context: RunContext, step: Step): Surroundings {
  const { session, values } = context;
  const masker = step.secret ? createMasker([]) : context.masker;
  const { cwd, target } = session;
  return {
    readFile: (path) => readFile(target.files, resolve(cwd, path), masker),
    connect: (port) => connect(target.network, port, context.stop.signal),
    request: (method, url) => request(method, url, context),
    secret: (name) => values.secret(name),
  };
}

async function connect(
  network: NetworkHost,
  port: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  let first: string | undefined;
  for (const host of LOOPBACK) {
    const trouble = await network.tryConnect(host, port, signal);
    if (trouble === undefined) return undefined;
    first ??= trouble;
  }
  return first;
}

async function request(method: string, text: string, context: RunContext): Promise<Answer> {
  const url = readUrl(text);
  if (url === undefined) return { ok: false, message: 'it is no http or https URL' };
  const timeout = AbortSignal.timeout(QUESTION_TIMEOUT_MS);
  const signal = AbortSignal.any([context.stop.signal, timeout]);
  const received: { head?: ResponseHead } = {};
  const onHead = (head: ResponseHead): void => {
    received.head = head;
  };
  try {
    const headers = [['User-Agent', userAgent(context)]] as const;
    const { network } = context.session.target;
    await exchange({ method, url, headers }, { onHead }, signal, network.connect);
  } catch (error) {
    rethrowOutOfFiles(error);
    const seconds = QUESTION_TIMEOUT_MS / 1000;
    const message = timeout.aborted ? `none in ${seconds}s` : describeTrouble(error).message;
    return { ok: false, message };
  }
  const { status = 0, reason = '' } = received.head ?? {};
  return { ok: true, status, reason: context.masker.text(reason) };
}

async function readFile(files: FileHost, path: string, masker: Masker): Promise<FileContent> {
  const found = await files.read(path);
  if (found.ok) return { ok: true, view: createFileView(found, masker), mode: found.mode };
  const mode = found.mode === undefined ? {} : { mode: found.mode };
  if ('kind' in found) return { ok: false, message: KINDS[found.kind], absent: false, ...mode };
  rethrowOutOfFiles(found.error);
  const { code = '', message } = found.error;
  return {
    ok: false,
    message: MESSAGES[code] ?? `cannot be read: ${message}`,
    absent: code === 'ENOENT' || code === 'ENOTDIR',
    ...mode,
  };
}

function createFileView(file: Extract<ReadFile, { ok: true }>, masker: Masker): OutputView {
  return {
    size: file.size,
    *chunks() {
      const mask = masker.stream();
      for (const bytes of file.chunks()) yield mask.push(bytes);
      yield mask.flush();
    },
  };
}
