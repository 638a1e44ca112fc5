/**
 * `node feed-bash.js COUNT [state]`: what an engine cannot do without. One bash gets a line for each step, and the
 * next one when the one before has told of its end. With `state` it also writes all that it knows into a
 * pipe, which is read. No journal, no log, no expectation.
 */
import { spawn } from 'node:child_process';

const [count, mode] = [Number(process.argv[2]), process.argv[3]];
const STATE = 'declare -p; declare -f; declare -F; umask -p; alias -p';
const END = '\x1e';
const tell = mode === 'state' ? `{ ${STATE}; printf '${END}'; } >&3` : `printf '${END}' >&3`;

const shell = spawn('bash', [], { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
let step = 0;
let printed = 0;
const feed = () => {
  step += 1;
  if (step > count) shell.stdin.end();
  else shell.stdin.write(`echo ${step}; ${tell}\n`);
};
shell.stdout.on('data', (chunk) => {
  for (const byte of chunk) if (byte === 10) printed += 1;
});
shell.stdio[3].on('data', (chunk) => {
  if (chunk.at(-1) === END.charCodeAt(0)) feed();
});
shell.on('close', (code) => {
  process.exitCode = code === 0 && printed === count ? 0 : 1;
});
feed();
