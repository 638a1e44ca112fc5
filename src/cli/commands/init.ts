import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../../plan/usage-error.ts';
import { describePackage, IGNORE, STARTER, type StarterFile } from '../../starter/starter.ts';
import { makeFolder } from '../../store/make-folder.ts';
import { VERSION } from '../../version.ts';
import type { Command } from '../program.ts';

/** The oldest vitest that `runbook/vitest` works with. */
const VITEST = '^4.1.0';

/** `runbook init [DIR]`: nothing that is there is changed. */
export const initCommand: Command = async ({ operands }, terminal) => {
  const folder = resolve(operands[0] ?? '.');
  const isNew = !existsSync(join(folder, 'package.json'));
  const files = isNew ? [...STARTER, ...describeProject(folder)] : STARTER;
  const taken = files.filter(({ path }) => existsSync(join(folder, path)));
  if (taken.length > 0)
    throw new UsageError(
      `nothing was written: ${taken.map(({ path }) => path).join(', ')} ${taken.length === 1 ? 'is' : 'are'} there already`,
      ['move it away, or begin in another folder: `runbook init DIR`'],
    );
  for (const { path, text } of files) {
    write(join(folder, path), text);
    terminal.write(`  ${terminal.paint.green('+')} ${shown(join(folder, path))}\n`);
  }
  terminal.write(describeNext(relative('.', folder), isNew));
  return 0;
};

function describeProject(folder: string): StarterFile[] {
  const versions = { runbook: `^${VERSION}`, vitest: VITEST };
  const ignore = existsSync(join(folder, IGNORE.path)) ? [] : [IGNORE];
  return [describePackage(versions), ...ignore];
}

function describeNext(there: string, isNew: boolean): string {
  // Where npx has started the program, the shell knows no command of its name.
  const program = process.env['npm_command'] === 'exec' ? 'npx runbook' : 'runbook';
  const commands = [
    [`${program} run runbooks/first.md`, 'carry it out'],
    [`${program} step runbooks/first.md`, 'by hand, one step at a time'],
    [`${program} help format`, 'how such a document is written'],
    ...(isNew ? [['npm install && npm test', 'the same as a test of vitest'] as const] : []),
  ] as const;
  const width = Math.max(...commands.map(([command]) => command.length));
  return [
    '',
    ...(there === '' ? [] : [`cd ${there}`]),
    ...commands.map(([command, what]) => `${command.padEnd(width)}  # ${what}`),
    ...(isNew
      ? []
      : ['npm install --save-dev runbook vitest && npx vitest run tests/runbooks.test.js']),
    '',
  ].join('\n');
}

function shown(path: string): string {
  return relative('.', path);
}

function write(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    // Never over a file that has come in the meantime.
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`cannot write ${shown(path)}: ${(error as Error).message}`, [
      'give a folder that you may write to: `runbook init DIR`',
    ]);
  }
}
