import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '../measure/run-process.js';

const STEPS = 5;

/**
 * Proves that a tool runs every step of a document, ends with 0 when all is as it should be, and with
 * another code when the last step prints something else. Throws otherwise.
 */
export async function probeTool(tool, folder) {
  mkdirSync(folder, { recursive: true });
  const ran = join(folder, 'ran');
  const good = await carryOut(tool, folder, 'good', writeProbe(ran, String(STEPS)));
  if (good.status !== 0) throw new Error(`its probe ended with ${good.status}: ${good.lastWords}`);
  const count = existsSync(ran) ? readFileSync(ran, 'utf8').length : 0;
  if (count !== STEPS) throw new Error(`it ran ${count} of ${STEPS} steps of its probe`);
  rmSync(ran);
  if (!tool.checksOutput) return;
  const bad = await carryOut(tool, folder, 'bad', writeProbe(ran, 'something else'));
  if (bad.status === 0) throw new Error('its probe passed with an output that was not expected');
}

/** Each step leaves one character in a file. */
function writeProbe(ran, last) {
  return Array.from({ length: STEPS }, (_, index) => ({
    code: `echo ${index + 1}; printf x >>'${ran}'`,
    output: [index + 1 === STEPS ? last : String(index + 1)],
  }));
}

function carryOut(tool, folder, name, steps) {
  const file = join(folder, `${name}${tool.ending}`);
  writeFileSync(file, tool.write(steps));
  return runProcess([...tool.words, ...tool.run([file])], { folder, timeLimit: 60_000 });
}
