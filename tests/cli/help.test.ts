import { describe, expect, it } from 'vitest';
import { COMMANDS, type CommandName } from '../../src/cli/commands.ts';
import { describeCommand, describeProgram } from '../../src/cli/help.ts';
import { listOptions } from '../../src/cli/options.ts';

const NAMES = Object.keys(COMMANDS) as CommandName[];

describe('help', () => {
  it('of the program lists the commands and exit codes', () => {
    expect(describeProgram()).toMatchSnapshot();
  });

  it.each(NAMES)('of `%s` explains its options', (name) => {
    expect(describeCommand(name)).toMatchSnapshot();
  });

  it.each(NAMES)('of `%s` fits a terminal of 80 columns', (name) => {
    const lines = describeCommand(name).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

it('every option belongs to a command, apart from --version', () => {
  const loose = listOptions().filter(([, spec]) => spec.commands.length === 0);
  expect(loose.map(([name]) => name)).toEqual(['version']);
});
