import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from './run-process.js';

/** Writes, at the end of a process, what processor time it and its children have used, in ms. */
const HOOK = `
import { readFileSync, writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
  // In hundredths of a second.
  const children = (Number(fields[13]) + Number(fields[14])) * 10;
  const load = { user: userCPUTime / 1000, system: systemCPUTime / 1000, children };
  writeFileSync(process.env.BENCH_LOAD, JSON.stringify(load));
});
`;

/** Processor time of a run of a Node program: `user` and `system` of itself, `children` of all it started. */
export async function measureLoad([node, ...words], folder) {
  const hook = join(folder, 'load-hook.mjs');
  writeFileSync(hook, HOOK);
  const file = join(folder, 'load.json');
  const env = { BENCH_LOAD: file };
  const run = await runProcess([node, '--import', hook, ...words], { folder, env });
  if (run.status !== 0) throw new Error(`ended with ${run.status}: ${run.lastWords}`);
  return { ms: run.ms, more: JSON.parse(readFileSync(file, 'utf8')) };
}
