import { setFlagsFromString } from 'node:v8';

/**
 * How much a function runs before V8 compiles it anew with optimizations; the default is a seventh.
 * A run mostly waits for its shell. On two cores the optimizing compiler, in a thread of its own, takes
 * the time that the shell needs: without this the first thousand steps cost a quarter more.
 */
const BUDGET = 500_000;

/** The line of Node whose V8 has that flag under this name; others complain of what they do not know. */
const MAJOR = '20';

/** Has V8 optimize later. What does much work, such as a long output, is still optimized. */
export function calmCompiler(): void {
  if (process.versions.node.split('.')[0] !== MAJOR) return;
  setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
