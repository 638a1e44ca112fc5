/**
 * Loaded into the built program before anything else (`node --import`): ends it, by a signal to
 * itself, at a place that no look from outside could hit. What it counts is the program's own writes
 * to its journal, one for each event, and its operations on files.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** @type {{ at: 'event' | 'torn-event' | 'operation', path?: string, count: number, signals: NodeJS.Signals[] } | undefined} */
const strike = JSON.parse(process.env.RUNBOOK_STRIKE ?? 'null') ?? undefined;
// What the program starts is not meant.
delete process.env.RUNBOOK_STRIKE;
delete process.env.NODE_OPTIONS;

/** Those that change something; looks at `/proc` are as many as a loaded machine is slow. */
const OPERATIONS = [
  ...['openSync', 'writeSync', 'closeSync', 'writeFileSync', 'renameSync', 'mkdirSync'],
  ...['rmSync', 'rmdirSync', 'unlinkSync', 'ftruncateSync'],
];

let events = 0;
let operations = 0;
/** @type {Set<number>} */
const journals = new Set();

/** The first signal now, each further one as soon as the program can have heard of the one before. */
function hit() {
  const [first, ...more] = strike.signals;
  process.kill(process.pid, first);
  // A signal that can be handled is heard of when this turn of the loop is over.
  for (const [i, signal] of more.entries())
    setTimeout(() => process.kill(process.pid, signal), 1 + i * 5);
}

function watch(name) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (name === 'writeSync' && journals.has(args[0])) return writeEvent(original, args);
    const result = original(...args);
    if (name === 'openSync' && String(args[0]).endsWith('/journal.jsonl') && args[1] !== 'r')
      journals.add(result);
    if (String(args[0]).startsWith('/proc')) return result;
    if (!String(args[0]).endsWith(strike.path ?? '')) return result;
    operations += 1;
    if (strike.at === 'operation' && operations === strike.count) hit();
    return result;
  };
}

function writeEvent(write, [fd, line]) {
  events += 1;
  if (strike.at === 'torn-event' && events === strike.count) {
    write(fd, line.slice(0, Math.ceil(line.length / 2)));
    hit();
  }
  const result = write(fd, line);
  if (strike.at === 'event' && events === strike.count) hit();
  return result;
}

if (strike !== undefined) {
  for (const name of OPERATIONS) watch(name);
  syncBuiltinESMExports();
  // How many operations there are to hit.
  if (strike.count === 0)
    process.on('exit', () => process.stderr.write(`operations ${operations} events ${events}\n`));
}
