#!/usr/bin/env node
import module from 'node:module';
import { FEWEST_FILES, FILES_HINT, isOutOfFiles, readFileLimit } from '../session/open-files.ts';
import { VERSION } from '../version.ts';
import { calmCompiler } from './calm-compiler.ts';
import { EXIT_ENGINE } from './exit-codes.ts';

const argv = process.argv.slice(2);
const limit = readFileLimit();
if (argv[0] === '--version') {
  process.stdout.write(`runbook ${VERSION}\n`);
} else if (limit < FEWEST_FILES) {
  // Said before anything has begun: what comes later could end in the middle of a step.
  fail(`only ${limit} files may be open at once, and ${FEWEST_FILES} are needed`, true);
} else {
  calmCompiler();
  // Only newer Nodes keep compiled code between starts.
  const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enableCompileCache === 'function') enableCompileCache();
  try {
    const { runProgram } = await import('./program.ts');
    await runProgram(argv);
  } catch (error) {
    // What reports errors could not be loaded either, such as when others have taken all files.
    fail(`runbook cannot be loaded: ${(error as Error).message}`, isOutOfFiles(error));
  }
}

function fail(message: string, isForFiles: boolean): void {
  process.stderr.write(`error ${message}\n${isForFiles ? `  hint ${FILES_HINT}\n` : ''}`);
  process.exitCode = EXIT_ENGINE;
}
