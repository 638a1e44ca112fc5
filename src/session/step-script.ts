import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Step } from '../model/types.ts';
import type { Interpreter } from '../plan/types.ts';
import { quoteForShell as q } from './process.ts';
import type { ReusedFile } from './reused-file.ts';

/** A block as a file that the session's bash can source. */
export interface StepScript {
  readonly path: string;
  /** See `StepWiring.traps`. */
  readonly traps: boolean;
}

/** Python as in a file, but with the working directory first on the module path. */
const PYTHON_LOADER =
  'import sys;f=sys.argv.pop();sys.argv[0]=f;exec(compile(open(f,encoding="utf-8").read(),f,"exec"),{"__name__":"__main__","__file__":f})';

/**
 * Writes a block's code below `folder`, to the letter, and for another language than bash the
 * line that runs it in the session's directory and environment.
 *
 * @param reused takes what bash reads, which is there only until the next one is written; absent:
 * it gets a file of its own
 */
export function writeStepScript(
  folder: string,
  index: number,
  step: Step,
  interpreter: Interpreter | null,
  reused?: ReusedFile,
): StepScript {
  const writeScript = (text: string): void =>
    reused === undefined ? write(path, text) : reused.write(path, text);
  const base = join(folder, `${index}-${step.id}`);
  const path = `${base}.sh`;
  if (interpreter === null) {
    writeScript(step.code);
    return { path, traps: /\btrap\b|(?:^|[;&|\s])(?:\.|source)\s/m.test(step.code) };
  }
  const source = `${base}${interpreter.extension}`;
  write(source, step.code);
  writeScript(`${commandLine(interpreter, source)}\n`);
  return { path, traps: false };
}

function commandLine(interpreter: Interpreter, source: string): string {
  const program = `\\builtin command -- ${q(interpreter.program)}`;
  switch (interpreter.name) {
    case 'python3':
      return `${program} -c ${q(PYTHON_LOADER)} ${q(source)}`;
    case 'node': {
      const type = interpreter.extension === '.mts' ? 'module-typescript' : 'module';
      // `--eval` and not the file: imports are then looked up from the working directory.
      return `${program} --input-type=${type} --import ${q(preludeUrl())} --eval "$(<${q(source)})"`;
    }
    default:
      return [program, ...interpreter.args.map(q), q(source)].join(' ');
  }
}

/** The module that puts zx's `$` at a block's hand; it lies beside the bundle. */
function preludeUrl(): string {
  return fileURLToPath(new URL('./js-prelude.js', import.meta.url));
}

function write(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
}
