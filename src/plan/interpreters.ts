import { DocumentError, type Problem } from '../document/problem.ts';
import { nearestName } from '../model/nearest.ts';
import type { Runbook, Step } from '../model/types.ts';
import { findProgram } from './find-program.ts';
import type { Interpreter, PlannedStep } from './types.ts';

/** A language whose blocks run as a file. */
interface Language {
  /** Programs that can run it, the preferred one first. */
  readonly programs: readonly string[];
  /** Arguments before the file. */
  readonly args?: readonly string[];
  readonly extension: string;
}

const JAVASCRIPT: Language = { programs: ['node'], extension: '.mjs' };
const PYTHON: Language = { programs: ['python3'], extension: '.py' };
const TYPESCRIPT: Language = { programs: ['tsx', 'node'], extension: '.mts' };

const LANGUAGES: Readonly<Record<string, Language>> = {
  python: PYTHON,
  python3: PYTHON,
  js: JAVASCRIPT,
  mjs: JAVASCRIPT,
  javascript: JAVASCRIPT,
  ts: TYPESCRIPT,
  typescript: TYPESCRIPT,
  ruby: { programs: ['ruby'], extension: '.rb' },
  perl: { programs: ['perl'], extension: '.pl' },
  php: { programs: ['php'], extension: '.php' },
  lua: { programs: ['lua'], extension: '.lua' },
  r: { programs: ['Rscript'], extension: '.R' },
  go: { programs: ['go'], args: ['run'], extension: '.go' },
};

const MISSING = 'missing-interpreter';

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'shell']);

/** Where programs are looked for. */
export interface SearchPlace {
  readonly path: string | undefined;
  readonly cwd: string;
}

/** The steps with what runs them, and every language that cannot run here. */
export interface InterpreterSearch {
  readonly planned: ReadonlyMap<string, PlannedStep>;
  readonly problems: readonly Problem[];
}

/**
 * Finds what runs each of the steps, before anything does.
 *
 * @throws {@link DocumentError} with every block that has no interpreter on this host. A language
 * that no host knows is an error of the document even in a step that does not run.
 */
export function planInterpreters(
  runbook: Runbook,
  steps: readonly Step[],
  place: SearchPlace,
): ReadonlyMap<string, PlannedStep> {
  const { planned, problems } = searchInterpreters(runbook, place);
  const lines = new Set(steps.map((step) => step.fence.line));
  const errors = problems.filter(({ rule, line }) => rule !== MISSING || lines.has(line));
  if (errors.length > 0) throw new DocumentError(errors);
  return planned;
}

/** The same search over the whole document with its problems as data, for `check`. */
export function searchInterpreters(runbook: Runbook, place: SearchPlace): InterpreterSearch {
  const planned = new Map<string, PlannedStep>();
  const problems: Problem[] = [];
  for (const step of runbook.steps) {
    const found = needsNone(step) ? null : findInterpreter(step, place);
    if (typeof found !== 'string') planned.set(step.id, { step, interpreter: found });
    else problems.push(locate(step, runbook.document.file, found));
  }
  return { planned, problems };
}

function needsNone(step: Step): boolean {
  return step.file !== undefined || SHELLS.has(step.lang);
}

/** The interpreter, or in words why there is none. */
function findInterpreter(step: Step, place: SearchPlace): Interpreter | string {
  const language = LANGUAGES[step.lang];
  if (language === undefined) return 'unknown';
  for (const name of language.programs) {
    const program = name === 'node' ? findNode(step) : findProgram(name, place.path, place.cwd);
    if (program !== null) {
      return { name, program, args: language.args ?? [], extension: language.extension };
    }
  }
  return language.programs.map((name) => `\`${name}\``).join(' or ');
}

/** The Node that runs this program; it runs TypeScript only where it strips types by itself. */
function findNode(step: Step): string | null {
  if (LANGUAGES[step.lang] !== TYPESCRIPT) return process.execPath;
  return 'typescript' in process.features && process.features.typescript ? process.execPath : null;
}

function locate(step: Step, file: string, missing: string): Problem {
  const known = [...Object.keys(LANGUAGES), ...SHELLS];
  const place = {
    severity: 'error' as const,
    file,
    line: step.fence.position.line,
    column: step.fence.position.column,
    length: step.lang.length,
  };
  if (missing !== 'unknown') {
    return {
      ...place,
      rule: MISSING,
      message: `\`${step.lang}\` blocks need ${missing}, which is not on PATH`,
      hint: 'install it, or put the folder that has it on PATH',
    };
  }
  const nearest = nearestName(step.lang, known);
  return {
    ...place,
    rule: 'unknown-language',
    message: `no interpreter is known for \`${step.lang}\` blocks`,
    hint: nearest
      ? `did you mean \`${nearest}\`?`
      : `a step is one of ${known.map((name) => `\`${name}\``).join(' ')}`,
  };
}
