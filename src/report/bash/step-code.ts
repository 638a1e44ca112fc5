import { isHttpLanguage, runtimeOf, SHELL_LANGUAGES } from '../../model/languages.ts';
import type { FileBlock, HttpRequest, Step } from '../../model/types.ts';
import { fill, fillBody, hereDocument, quote, type Variables } from './words.ts';

const PROGRAMS: Readonly<Record<string, string>> = {
  python3: 'python3',
  javascript: 'node',
  typescript: 'node',
  ruby: 'ruby',
  perl: 'perl',
  php: 'php',
  lua: 'lua',
  r: 'Rscript',
  go: 'go run',
};

/** What ends the shell that it is run in, or takes the script's own trap. */
const LEAVES = /(?:^|[\s;&|({])(?:exit|exec|return|trap)\b/m;
/** Options that end with the step. */
const SETS = /(?:^|[\s;&|({])set\s+[-+]/m;

/** Whether a step's code can stand in the script as it is. */
export function isInline(step: Step): boolean {
  const { lang, code, exit, file, repeat, cwd, env, stdin, user, capture, interpreter } = step;
  if (file !== undefined) return true;
  const isPlain = [repeat, cwd, stdin, user, capture, interpreter].every(
    (one) => one === undefined,
  );
  const wantsZero = exit.kind === 'codes' && exit.codes.length === 1 && exit.codes[0] === 0;
  const isShell = SHELL_LANGUAGES.includes(lang) && Object.keys(env).length === 0;
  return isPlain && wantsZero && isShell && !step.keepGoing && !step.tty && !LEAVES.test(code);
}

/** What a step does, as lines of bash. */
export function writeCode(step: Step, variables: Variables): string[] {
  const { file, request, lang, code } = step;
  if (file !== undefined) return writeFile(file, step.code, variables);
  if (request !== undefined || isHttpLanguage(lang)) return writeRequest(step, request, variables);
  if (SHELL_LANGUAGES.includes(lang) && step.interpreter === undefined)
    return [
      ...code.replace(/\n$/, '').split('\n'),
      ...(SETS.test(code) ? ['set -eE +ux -o pipefail'] : []),
    ];
  const path = `"$scratch"/${quote(step.id)}`;
  const program = step.interpreter ?? [
    ...(PROGRAMS[runtimeOf(lang) ?? ''] ?? lang).split(' '),
    '{file}',
  ];
  const name = `${path}.${lang}`;
  const words = program.map((word) => (word === '{file}' ? name : quote(word)));
  return [...hereDocument(`cat >${name} %`, code), words.join(' ')];
}

function writeFile(file: FileBlock, body: string, variables: Variables): string[] {
  const path = fill(file.path, variables);
  const content = file.expand ? fillBody(body, variables) : body;
  return [
    ...(file.path.includes('/') ? [`mkdir -p "$(dirname ${path})"`] : []),
    ...hereDocument(`cat ${file.append ? '>>' : '>'}${path} %`, content, file.expand),
    ...(file.mode === undefined ? [] : [`chmod ${file.mode.toString(8).padStart(4, '0')} ${path}`]),
    ...(file.owner === undefined ? [] : [`chown ${quote(file.owner)} ${path}`]),
  ];
}

/** The status that is expected, with an `x` for any digit. */
function readStatus({ expectations }: Step): string {
  const heads = expectations.map(({ fence }) => /^HTTP\S* +([1-5](?:\d\d|xx))\b/m.exec(fence.body));
  return heads.find((head) => head !== null)?.[1] ?? '2xx';
}

function writeRequest(
  step: Step,
  request: HttpRequest | undefined,
  variables: Variables,
): string[] {
  if (request === undefined) return ['false'];
  const words = [
    `send_request ${readStatus(step)}`,
    `-X ${request.method}`,
    ...request.headers.map(({ name, value }) => `-H ${fill(`${name}: ${value}`, variables)}`),
    ...(request.body === undefined ? [] : [`--data-binary ${fill(request.body, variables)}`]),
    fill(request.url, variables),
  ];
  return [words.join(' ')];
}
