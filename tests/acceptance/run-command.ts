import { spawn, spawnSync } from 'node:child_process';

export interface Ended {
  readonly exitCode: number | null;
  /** stdout and stderr, in the order they were printed. */
  readonly output: string;
}

/** Runs a command to its end, whatever that is. */
export function runCommand(
  [program = '', ...args]: readonly string[],
  { env, input }: { readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
    child.stdin.on('error', () => {}); // it may end without having read
    child.stdin.end(input ?? '');
  });
}

/** Runs a command that has to succeed, and returns what it printed. */
export async function must(
  command: readonly string[],
  options: Parameters<typeof runCommand>[1] = {},
): Promise<string> {
  const { exitCode, output } = await runCommand(command, options);
  if (exitCode === 0) return output.trim();
  throw new Error(`\`${command.join(' ')}\` exited with ${exitCode}:\n${output.slice(-4000)}`);
}

/** Whether there is such a program. */
export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}
