#!/usr/bin/env node
import module from 'node:module';
import { EXIT_ENGINE } from './exit-codes.ts';
import { FILES_HINT, isOutOfFiles } from './open-files.ts';
import { VERSION } from './version.ts';

// Only newer Nodes keep compiled code between starts.
const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
if (typeof enableCompileCache === 'function') enableCompileCache();

const argv = process.argv.slice(2);
if (argv[0] === '--version') {
  process.stdout.write(`runbook ${VERSION}\n`);
} else {
  try {
    const { runProgram } = await import('./program.ts');
    await runProgram(argv);
  } catch (error) {
    // What reports errors could not be loaded either, such as under a low `ulimit -n`.
    process.stderr.write(`error runbook cannot be loaded: ${(error as Error).message}\n`);
    if (isOutOfFiles(error)) process.stderr.write(`  hint ${FILES_HINT}\n`);
    process.exitCode = EXIT_ENGINE;
  }
}
