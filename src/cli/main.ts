#!/usr/bin/env node
import module from 'node:module';
import { VERSION } from './version.ts';

// Only newer Nodes keep compiled code between starts.
const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
if (typeof enableCompileCache === 'function') enableCompileCache();

const argv = process.argv.slice(2);
if (argv[0] === '--version') {
  process.stdout.write(`runbook ${VERSION}\n`);
} else {
  const { runProgram } = await import('./program.ts');
  await runProgram(argv);
}
