import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, with a trailing slash. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

/** The built program, or another form of it that is to be held against the same tests, such as `build/runbook.mjs`. */
export const CLI: string = resolve(ROOT, process.env['RUNBOOK_TEST_PROGRAM'] ?? 'dist/cli.js');
