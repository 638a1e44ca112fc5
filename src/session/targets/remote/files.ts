import { randomBytes } from 'node:crypto';
import { basename, dirname, join, normalize } from 'node:path';
import type { FileRights } from '../../../store/replace-file.ts';
import { quoteForShell as q } from '../../quote-for-shell.ts';
import type { FileHost, PathKind, ReadFile } from '../types.ts';
import { type Agent, type Answer, lastLine } from './agent.ts';

/** A larger file is not brought here to be compared. */
const LARGEST = 64 * 1024 * 1024;

/** The status with which the agent says that a file could not be given to somebody. */
const CHOWN_FAILED = 77;

/** What the tools say, in their own words without a locale, with the system's codes for it. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/No such file or directory/, 'ENOENT'],
  [/Permission denied/, 'EACCES'],
  [/Operation not permitted/, 'EPERM'],
  [/Not a directory/, 'ENOTDIR'],
  [/Is a directory/, 'EISDIR'],
  [/Read-only file system/, 'EROFS'],
  [/No space left on device/, 'ENOSPC'],
  [/Too many levels of symbolic links/, 'ELOOP'],
];

/** The files of a host that an agent is on. */
export function createRemoteFiles(agent: Agent): FileHost {
  const demand = async (code: string, path: string): Promise<string> => {
    const answer = await agent.ask(code);
    if (answer.status !== 0) throw toError(answer, path);
    return answer.output.toString('utf8');
  };
  return {
    async kind(path) {
      const { output } = await agent.ask(`p=${q(path)}; ${KIND}`);
      return output.length === 0 ? undefined : (output.toString() as PathKind);
    },
    async identify(path) {
      const { status, output } = await agent.ask(`stat -L -c '%d %i %s %y' -- ${q(path)}`);
      return status === 0 ? output.toString() : undefined;
    },
    read: (path) => read(agent, path),
    async readText(path) {
      const answer = await agent.ask(`cat -- ${q(path)}`);
      if (answer.status === 0) return answer.output.toString('utf8');
      const error = toError(answer, path);
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
    // Two slashes at the beginning are one, but bash keeps them.
    realTarget: async (path) => normalize(await demand(`rb_real ${q(path)} 0`, path)),
    async makeFolder(path) {
      await demand(`( umask 022; mkdir -p -- ${q(path)} )`, path);
    },
    async replace(path, content, rights) {
      const temporary = `.${basename(path)}.${randomBytes(4).toString('hex')}`;
      const words = [path, join(dirname(path), temporary), ...writeRights(rights), content];
      await demand(`rb_replace ${words.map(q).join(' ')}`, path);
    },
    async setRights(path, rights) {
      await demand(`rb_rights ${[path, ...writeRights(rights)].map(q).join(' ')}`, path);
    },
  };
}

const KIND =
  'if [[ -f $p ]]; then printf file; elif [[ -d $p ]]; then printf directory; elif [[ -e $p ]]; then printf other; fi';

async function read(agent: Agent, path: string): Promise<ReadFile> {
  const found = await agent.ask(`p=${q(path)}; stat -L -c '%a %s ' -- "$p" && ${KIND}`);
  if (found.status !== 0) return { ok: false, error: toError(found, path) };
  const [octal = '', bytes = '', kind = ''] = found.output.toString().split(/\s+/);
  const mode = Number.parseInt(octal, 8);
  if (kind !== 'file') return { ok: false, kind: kind as PathKind, mode };
  if (Number(bytes) > LARGEST)
    return { ok: false, mode, error: new Error(`it has ${bytes} bytes, more than ${LARGEST}`) };
  const content = await agent.ask(`cat -- ${q(path)}`);
  if (content.status !== 0) return { ok: false, mode, error: toError(content, path) };
  return { ok: true, mode, size: content.output.length, chunks: () => [content.output] };
}

/** Owner and mode as words, empty where they are not given. */
function writeRights({ uid, gid, mode }: FileRights): [string, string] {
  const owner = uid === undefined ? '' : `${uid}:${gid ?? ''}`;
  return [owner, mode === undefined ? '' : mode.toString(8)];
}

function toError({ status, output }: Answer, path: string): NodeJS.ErrnoException {
  const said = lastLine(output.toString('utf8'));
  const code = CODES.find(([pattern]) => pattern.test(said))?.[1];
  const message = said === '' ? `it failed with status ${status}` : said;
  return Object.assign(new Error(message), {
    path,
    ...(code === undefined ? {} : { code }),
    ...(status === CHOWN_FAILED ? { syscall: 'chown' } : {}),
  });
}
