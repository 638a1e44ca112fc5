import { join } from 'node:path';
import { FILE_WORD } from '../model/attribute-values.ts';
import type { Step } from '../model/types.ts';
import type { Interpreter } from '../plan/types.ts';
import { CODE_SOURCE, type OtherUser, runAsOther } from './other-user.ts';
import { quoteForShell as q } from './quote-for-shell.ts';
import type { ReusedFile } from './reused-file.ts';
import type { ScriptHost } from './targets/types.ts';

/** A block as a file that the session's bash can source. */
export interface StepScript {
  readonly path: string;
  /** What bash calls the code, in messages and in the call stack. */
  readonly source: string;
  /** See `StepWiring.traps`. */
  readonly traps: boolean;
  /** See `StepWiring.passesErrors`. */
  readonly passesErrors?: boolean;
}

/** How the code of a step is written. */
export interface ScriptOptions {
  readonly scripts: ScriptHost;
  /** Takes what bash reads, which is there only until the next one is written; absent: it gets a file of its own. */
  readonly reused?: ReusedFile;
  /** The user that it runs as. */
  readonly other?: OtherUser;
}

/** Python as in a file, but with the working directory first on the module path. */
const PYTHON_LOADER =
  'import sys;f=sys.argv.pop();sys.argv[0]=f;exec(compile(open(f,encoding="utf-8").read(),f,"exec"),{"__name__":"__main__","__file__":f})';

/**
 * Writes a block's code below `folder`, to the letter, and for another language than bash the
 * line that runs it in the session's directory and environment.
 */
export function writeStepScript(
  folder: string,
  index: number,
  step: Step,
  interpreter: Interpreter | null,
  { scripts, reused, other }: ScriptOptions,
): StepScript {
  const writeScript = (text: string): void =>
    reused === undefined || !scripts.reuses ? scripts.write(path, text) : reused.write(path, text);
  const command = (program: string, source: string, one: Interpreter): string =>
    commandLine(one, program, source, scripts);
  const base = join(scripts.place(folder), `${index}-${step.id}`);
  const path = `${base}.sh`;
  if (other !== undefined) {
    const file = interpreter && {
      name: `${step.id}${interpreter.extension}`,
      program: interpreter.program,
      command: (program: string, source: string) => command(program, source, interpreter),
    };
    writeScript(runAsOther(other, step, file));
    const passesErrors = file === null && other.keepsDescriptors;
    return { path, source: CODE_SOURCE, traps: false, passesErrors };
  }
  if (interpreter === null) {
    writeScript(step.code);
    return { path, source: path, traps: /\btrap\b|(?:^|[;&|\s])(?:\.|source)\s/m.test(step.code) };
  }
  const source = `${base}${interpreter.extension}`;
  scripts.write(source, step.code);
  writeScript(`${command(q(interpreter.program), q(source), interpreter)}\n`);
  return { path, source: path, traps: false };
}

/** `path` and `source` are words of the shell: the paths of the program and of the file. */
function commandLine(
  interpreter: Interpreter,
  path: string,
  source: string,
  scripts: ScriptHost,
): string {
  const program = `\\builtin command -- ${path}`;
  switch (interpreter.name) {
    case 'python3':
      return `${program} -c ${q(PYTHON_LOADER)} ${source}`;
    case 'node': {
      const type = interpreter.extension === '.mts' ? 'module-typescript' : 'module';
      // `--eval` and not the file: imports are then looked up from the working directory.
      return `${program} --input-type=${type} --import ${q(scripts.ownModule('js-prelude'))} --eval "$(<${source})"`;
    }
    default:
      return [program, ...interpreter.args.map((word) => fillWord(word, source))].join(' ');
  }
}

/** Puts the file in, and quotes everything else. */
function fillWord(word: string, source: string): string {
  const parts = word.split(FILE_WORD).map((part) => (part === '' ? '' : q(part)));
  return word === '' ? q('') : parts.join(source);
}
