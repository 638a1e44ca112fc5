import { closeSync, openSync, readSync, statSync } from 'node:fs';
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
import { tryConnect } from '../session/readiness/port.ts';
import { createMasker, type Masker } from '../store/mask.ts';
import type { RunContext } from './context.ts';
import { readUrl, userAgent } from './fill-request.ts';

const READ_CHUNK = 64 * 1024;
/** Each question has so much time; a step that needs more patience has `within=`. */
const QUESTION_TIMEOUT_MS = 5_000;
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];
const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
};

/** What the expectations of the step that just ran may ask of the host. */
export function createSurroundings(context: RunContext, step: Step): Surroundings {
  const { session, values } = context;
  const masker = step.secret ? createMasker([]) : context.masker;
  const { cwd } = session;
  return {
    readFile: async (path) => readFile(resolve(cwd, path), masker),
    connect: (port) => connect(port, context.stop.signal),
    request: (method, url) => request(method, url, context),
    secret: (name) => values.secret(name),
  };
}

async function connect(port: number, signal: AbortSignal): Promise<string | undefined> {
  let first: string | undefined;
  for (const host of LOOPBACK) {
    const trouble = await tryConnect(host, port, signal);
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
    await exchange({ method, url, headers }, { onHead }, signal);
  } catch (error) {
    rethrowOutOfFiles(error);
    const seconds = QUESTION_TIMEOUT_MS / 1000;
    const message = timeout.aborted ? `none in ${seconds}s` : describeTrouble(error).message;
    return { ok: false, message };
  }
  const { status = 0, reason = '' } = received.head ?? {};
  return { ok: true, status, reason: context.masker.text(reason) };
}

function readFile(path: string, masker: Masker): FileContent {
  let mode: number | undefined;
  try {
    const stat = statSync(path);
    mode = stat.mode & 0o7777;
    // Opening a pipe or a device could wait for ever.
    if (!stat.isFile()) {
      const message = stat.isDirectory() ? 'is a folder' : 'is no file';
      return { ok: false, message, absent: false, mode };
    }
    closeSync(openSync(path, 'r'));
    return { ok: true, view: createFileView(path, stat.size, masker), mode };
  } catch (error) {
    rethrowOutOfFiles(error);
    const { code = '', message } = error as NodeJS.ErrnoException;
    return {
      ok: false,
      message: MESSAGES[code] ?? `cannot be read: ${message}`,
      absent: code === 'ENOENT' || code === 'ENOTDIR',
      ...(mode === undefined ? {} : { mode }),
    };
  }
}

function createFileView(path: string, size: number, masker: Masker): OutputView {
  return {
    size,
    *chunks() {
      const mask = masker.stream();
      const fd = openSync(path, 'r');
      try {
        for (;;) {
          const buffer = Buffer.allocUnsafe(READ_CHUNK);
          const length = readSync(fd, buffer, 0, READ_CHUNK, null);
          if (length === 0) break;
          yield mask.push(buffer.subarray(0, length));
        }
        yield mask.flush();
      } finally {
        closeSync(fd);
      }
    },
  };
}
