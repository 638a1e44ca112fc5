/** Stands for `src/cli/program.ts` in the single file. */
import { loadPart } from './load-part.js';

export const runProgram = (argv) => loadPart('./program.js').runProgram(argv);
