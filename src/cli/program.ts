import { UsageError } from '../plan/usage-error.ts';
import { hasLostTerminal } from '../prompt/steady-terminal.ts';
import { VERSION } from '../version.ts';
import type { CommandName } from './commands.ts';
import { EXIT_ENGINE } from './exit-codes.ts';
import { type Invocation, parseArguments } from './parse-arguments.ts';
import { reportError } from './report-error.ts';
import { findLostOutput, flush, openTerminal, type Terminal } from './terminal.ts';

/** A command: resolves with the exit code; throws what {@link reportError} knows. */
export type Command = (invocation: Invocation, terminal: Terminal) => Promise<number>;

/** Each command is loaded when it is asked for: starting up is most of what a short one takes. */
const LOADERS: { readonly [Name in CommandName]: () => Promise<Command> } = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  step: async () => (await import('./commands/step.ts')).stepCommand,
  test: async () => (await import('./commands/test.ts')).testCommand,
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  list: async () => (await import('./commands/list.ts')).listCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  update: async () => (await import('./commands/update.ts')).updateCommand,
  history: async () => (await import('./commands/history.ts')).historyCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  resume: async () => (await import('./commands/resume.ts')).resumeCommand,
  shell: async () => (await import('./commands/shell.ts')).shellCommand,
  stop: async () => (await import('./commands/stop.ts')).stopCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  help: async () => (await import('./commands/help.ts')).helpCommand,
  completion: async () => (await import('./commands/completion.ts')).completionCommand,
};

/** Runs the program and ends the process. */
export async function runProgram(argv: readonly string[]): Promise<never> {
  const code = await execute(argv);
  await flush();
  if (hasLostTerminal()) await dieOfHangup();
  process.exit(code);
}

/** Node fails an assertion when it ends by itself and its terminal has gone (`node::ResetStdio`). */
async function dieOfHangup(): Promise<void> {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

async function execute(argv: readonly string[]): Promise<number> {
  let terminal = openTerminal('auto');
  const verbose = argv.includes('--verbose') || argv.includes('-v');
  try {
    checkFolder();
    const invocation = await parseArguments(argv);
    terminal = openTerminal(invocation.flags.color);
    const code = await dispatch(invocation, terminal);
    await flush();
    return settleOutput(code, invocation, terminal);
  } catch (error) {
    return reportError(error, terminal, verbose);
  }
}

/** Every path that is given, and every run, is seen from there. */
function checkFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UsageError('the folder in which the command was started is gone', [
      'change to one that is there: cd DIR',
    ]);
  }
}

/** Commands whose work is the run: its verdict holds, and its record is kept, whoever reads of it. */
const RUNNING: ReadonlySet<CommandName> = new Set([
  'run',
  'step',
  'test',
  'resume',
  'stop',
  'shell',
]);

/** What the others print is their work, and half of a script must not pass for the whole. */
function settleOutput(code: number, { command }: Invocation, terminal: Terminal): number {
  const trouble = findLostOutput();
  if (trouble === undefined || (command !== null && RUNNING.has(command))) return code;
  terminal.complain(
    `${terminal.errorPaint.red('error')} what was to be printed is not whole: ${trouble.message}\n`,
  );
  return code === 0 ? EXIT_ENGINE : code;
}

async function dispatch(invocation: Invocation, terminal: Terminal): Promise<number> {
  const { command, flags } = invocation;
  if (flags.version) {
    terminal.write(`runbook ${VERSION}\n`);
    return 0;
  }
  if (command === null || flags.help) {
    const { describeCommand, describeProgram } = await import('./help.ts');
    terminal.write(command === null ? describeProgram() : describeCommand(command));
    return 0;
  }
  const run = await LOADERS[command]();
  return run(invocation, terminal);
}
