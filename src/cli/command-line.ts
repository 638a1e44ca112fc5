import { COMPLETIONS } from '../completion/registry.ts';
import type { CommandLine, CommandWords, OptionWords } from '../completion/types.ts';
import { TOPICS } from '../help/topics.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import type { OptionSpec } from './option-types.ts';
import { listOptions } from './options.ts';

/** The program's command line, from the tables that the parser has. */
export function describeCommandLine(): CommandLine {
  const names = Object.keys(COMMANDS) as CommandName[];
  return {
    program: 'runbook',
    options: listOptions()
      .filter(([name]) => name === 'help' || name === 'version')
      .map(([name, spec]) => describeOption(name, spec)),
    commands: names.map((name) => ({
      name,
      summary: COMMANDS[name].summary,
      ...describeOperands(COMMANDS[name].operands),
      options: listOptions()
        .filter(([, { commands }]) => commands.includes(name))
        .map(([option, spec]) => describeOption(option, spec)),
    })),
  };
}

function describeOperands(operands: string): Pick<CommandWords, 'operand' | 'words'> {
  if (operands === 'SHELL') return { operand: 'word', words: Object.keys(COMPLETIONS) };
  if (operands === '[TOPIC]')
    return { operand: 'word', words: [...Object.keys(TOPICS), ...Object.keys(COMMANDS)] };
  if (/DOC|GLOB/.test(operands)) return { operand: 'document', words: [] };
  return { operand: operands.includes('FILE') ? 'file' : 'nothing', words: [] };
}

function describeOption(name: string, spec: OptionSpec): OptionWords {
  // What can stand alone has its value behind a `=`, in the same word.
  const isAlone = spec.type === 'switch' || 'optional' in spec;
  const kind = isAlone ? undefined : kindOf(spec.value);
  return {
    name: `--${spec.written ?? name}`,
    ...(spec.short === undefined ? {} : { short: `-${spec.short}` }),
    help: spec.help,
    ...(kind === undefined ? {} : { value: kind }),
    words: spec.words ?? [],
  };
}

function kindOf(value: string): NonNullable<OptionWords['value']> {
  if (value === 'FILE') return 'file';
  return value === 'DIR' ? 'folder' : 'word';
}
