import { parseInfoString } from '../document/info-string.ts';
import { DocumentError, type Problem } from '../document/problem.ts';
import { FILE_WORD } from '../model/attribute-values.ts';
import type { AttributeName } from '../model/attributes.ts';
import { type Runtime, runtimeOf } from '../model/languages.ts';
import type { Runbook, Step } from '../model/types.ts';
import { locateProgram } from './find-program.ts';
import { findSwitch } from './switch-user.ts';
import type { Interpreter, PlannedStep } from './types.ts';

/** A language whose blocks run as a file. */
interface Language {
  /** Programs that can run it, the preferred one first. */
  readonly programs: readonly string[];
  /** Arguments; absent: the file alone. */
  readonly args?: readonly string[];
  readonly extension: string;
}

const RUNTIMES: Readonly<Record<Runtime, Language>> = {
  python3: { programs: ['python3'], extension: '.py' },
  javascript: { programs: ['node'], extension: '.mjs' },
  typescript: { programs: ['tsx', 'node'], extension: '.mts' },
  ruby: { programs: ['ruby'], extension: '.rb' },
  perl: { programs: ['perl'], extension: '.pl' },
  php: { programs: ['php'], extension: '.php' },
  lua: { programs: ['lua'], extension: '.lua' },
  r: { programs: ['Rscript'], extension: '.R' },
  go: { programs: ['go'], args: ['run', FILE_WORD], extension: '.go' },
};

const INSTALL = 'install it, or put the folder that has it on PATH';
const BECOME_ROOT = 'install it, run this as root, or do it with a step of your own user';

/** Where programs are looked for. */
export interface SearchPlace {
  /** Set for another host: the paths of the programs there. */
  readonly there?: ReadonlyMap<string, string>;
  /** Set for another host: who the run is there. */
  readonly user?: { readonly name: string; readonly isRoot: boolean };
  readonly path: string | undefined;
  readonly cwd: string;
}

/** The steps with what runs them, and every step that nothing here can run. */
export interface InterpreterSearch {
  readonly planned: ReadonlyMap<string, PlannedStep>;
  readonly problems: readonly Problem[];
}

/**
 * Finds what runs each of the steps, before anything does.
 *
 * @throws {@link DocumentError} with every block that has no interpreter on this host.
 */
export function planInterpreters(
  runbook: Runbook,
  steps: readonly Step[],
  place: SearchPlace,
): ReadonlyMap<string, PlannedStep> {
  const { planned, problems } = searchInterpreters(runbook.document.file, runbook.steps, place);
  const lines = new Set(steps.map((step) => step.fence.line));
  const errors = problems.filter(({ line }) => lines.has(line));
  if (errors.length > 0) throw new DocumentError(errors);
  return planned;
}

/** The same search over all steps of a document with its problems as data, for `check`. */
export function searchInterpreters(
  file: string,
  steps: readonly Step[],
  place: SearchPlace,
): InterpreterSearch {
  const planned = new Map<string, PlannedStep>();
  const problems: Problem[] = [];
  for (const step of steps) {
    const found = findInterpreter(step, place);
    if (typeof found !== 'string') planned.set(step.id, { step, interpreter: found });
    else problems.push(locate(step, file, 'interpreter', found, INSTALL));
    const tool = findSwitch(step.user, place);
    if (typeof tool === 'string') problems.push(locate(step, file, 'user', tool, BECOME_ROOT));
  }
  return { planned, problems };
}

/** Every program that the steps of a document may need, for a host that has to be asked. */
export function listPrograms(steps: readonly Step[]): string[] {
  const known = Object.values(RUNTIMES).flatMap(({ programs }) => programs);
  const own = steps.flatMap(({ interpreter }) => interpreter?.[0] ?? []);
  return [...new Set([...known, ...own, 'setpriv', 'sudo'])];
}

/** The interpreter, `null` where none is needed, or in words what is missing. */
function findInterpreter(step: Step, place: SearchPlace): Interpreter | null | string {
  if (step.interpreter !== undefined) return findCommand(step.interpreter, step.lang, place);
  const isRun = step.file === undefined && step.role !== 'manual';
  const runtime = isRun ? runtimeOf(step.lang) : undefined;
  if (runtime === undefined) return null;
  const { programs, args = [FILE_WORD], extension } = RUNTIMES[runtime];
  for (const name of programs) {
    const program =
      name === 'node' && place.there === undefined ? findNode(runtime) : locateProgram(name, place);
    if (program !== null) return { name, program, args, extension };
  }
  const missing = programs.map((name) => `\`${name}\``).join(' or ');
  return `\`${step.lang}\` blocks need ${missing}, which is not on PATH`;
}

function findCommand(
  [name = '', ...args]: readonly string[],
  lang: string,
  place: SearchPlace,
): Interpreter | string {
  const program = locateProgram(name, place);
  if (program === null)
    return `\`interpreter=\` needs \`${name}\`, which is ${name.includes('/') ? 'no program here' : 'not on PATH'}`;
  // The word is the author's, and a path must not come of it.
  const extension = `.${lang.replace(/[^\p{L}\p{N}_+#-]/gu, '_')}`;
  return { name: 'custom', program, args, extension };
}

/** The Node that runs this program; it runs TypeScript only where it strips types by itself. */
function findNode(runtime: Runtime): string | null {
  if (runtime !== 'typescript') return process.execPath;
  return 'typescript' in process.features && process.features.typescript ? process.execPath : null;
}

/** At the attribute, or at the language where there is none. */
function locate(
  { fence, lang }: Step,
  file: string,
  attribute: AttributeName,
  message: string,
  hint: string,
): Problem {
  const { line, column } = fence.position;
  const word = parseInfoString(fence.info).words.find(({ name }) => name === attribute);
  return {
    rule: 'missing-interpreter',
    severity: 'error',
    file,
    line,
    column: column + (word?.offset ?? 0),
    length: word?.length ?? lang.length,
    message,
    hint,
  };
}
