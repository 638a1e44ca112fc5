import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../plan/usage-error.ts';
import { COMMANDS, type CommandName, isCommand } from './commands.ts';
import type { FlagName, Flags, OptionSpec } from './option-types.ts';
import { LATER_OPTIONS, listOptions } from './options.ts';

/** What was asked for, checked against the tables. */
export interface Invocation {
  /** `null` for the program's own `--help`. */
  readonly command: CommandName | null;
  readonly operands: readonly string[];
  readonly flags: Flags;
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/**
 * Reads the command line.
 *
 * @throws {@link UsageError} with the nearest names for what is not known.
 */
export async function parseArguments(argv: readonly string[]): Promise<Invocation> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: parserOptions(argv.find(isCommand) ?? null),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const options = tokens.filter((token): token is OptionToken => token.kind === 'option');
  const wantsHelp = options.some(({ name }) => name === 'help');
  const command = await readCommand(words[0], wantsHelp);
  for (const option of options) await checkOption(option, command);
  const operands = words.slice(1);
  const flags = collectFlags(options, command);
  if (command !== null && !flags.help) checkCount(command, operands);
  return { command, operands, flags };
}

function parserOptions(command: CommandName | null): NonNullable<ParseArgsConfig['options']> {
  const known = listWritten(command).map(([name, , spec]) => [
    name,
    {
      type: takesNext(spec) ? ('string' as const) : ('boolean' as const),
      ...(spec.short === undefined ? {} : { short: spec.short }),
    },
  ]);
  const later = Object.entries(LATER_OPTIONS).map(([name, type]) => [
    name,
    { type: type === 'switch' ? 'boolean' : 'string' },
  ]);
  return Object.fromEntries([...later, ...known]);
}

/** Whether the word behind it is its value; that of one which can stand alone is behind a `=`. */
function takesNext(spec: OptionSpec): boolean {
  return spec.type !== 'switch' && !('optional' in spec);
}

/** The options as they are written; of two that are written alike, the one that the command takes. */
function listWritten(command: CommandName | null): (readonly [string, FlagName, OptionSpec])[] {
  const taken = (spec: OptionSpec): number =>
    command !== null && spec.commands.includes(command) ? 1 : 0;
  return listOptions()
    .map(([name, spec]) => [spec.written ?? name, name, spec] as const)
    .sort(([, , a], [, , b]) => taken(a) - taken(b));
}

async function readCommand(
  word: string | undefined,
  wantsHelp: boolean,
): Promise<CommandName | null> {
  if (word === undefined) {
    if (wantsHelp) return null;
    throw new UsageError('no command was given', ['`runbook --help` lists the commands']);
  }
  if (isCommand(word)) return word;
  const { nearestName } = await import('../model/nearest.ts');
  const nearest = nearestName(word, Object.keys(COMMANDS));
  const hints = nearest === undefined ? [availableCommands()] : [`did you mean \`${nearest}\`?`];
  if (word.endsWith('.md')) hints.push(`to run the document: \`runbook run ${word}\``);
  throw new UsageError(`there is no command \`${word}\``, hints);
}

function availableCommands(): string {
  return `the commands are ${Object.keys(COMMANDS)
    .map((name) => `\`${name}\``)
    .join(', ')}`;
}

async function checkOption(token: OptionToken, command: CommandName | null): Promise<void> {
  const { name, rawName } = token;
  const spec = listWritten(command).findLast(([written]) => written === name)?.[2];
  const isTakenHere =
    spec !== undefined && (command === null || isTaken(spec.commands, name, command));
  if (!isTakenHere && Object.hasOwn(LATER_OPTIONS, name)) {
    throw new UsageError(`\`--${name}\` is not yet available in this version`);
  }
  if (spec === undefined || !isTakenHere) {
    throw await unknownOption(rawName, name, command);
  }
  if (spec.type === 'switch') {
    if (token.value !== undefined) throw new UsageError(`\`--${name}\` takes no value`);
  } else if (!takesNext(spec)) {
    return;
  } else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
    throw new UsageError(`\`--${name}\` needs a value: \`--${name} ${spec.value}\``);
  }
}

function isTaken(commands: readonly CommandName[], name: string, command: CommandName): boolean {
  return name === 'version' || commands.includes(command);
}

async function unknownOption(
  rawName: string,
  name: string,
  command: CommandName | null,
): Promise<UsageError> {
  const { nearestName } = await import('../model/nearest.ts');
  const taken = listOptions().filter(
    ([, spec]) => command === null || spec.commands.includes(command),
  );
  const nearest = nearestName(
    name,
    taken.map(([known, spec]) => spec.written ?? known),
  );
  const where = command === null ? 'there is no option' : `\`${command}\` has no option`;
  const hint = nearest
    ? `did you mean \`--${nearest}\`?`
    : `\`runbook ${command === null ? '' : `${command} `}--help\` lists the options`;
  return new UsageError(`${where} \`${rawName}\``, [hint]);
}

function collectFlags(tokens: readonly OptionToken[], command: CommandName | null): Flags {
  const written = new Map(listWritten(command).map(([text, name]) => [text, name]));
  const flags = Object.fromEntries(
    listOptions().map(([name, spec]) => {
      const given = tokens.filter((token) => written.get(token.name) === name);
      const alone = spec.type !== 'switch' && !takesNext(spec) ? [''] : [];
      const values = given.flatMap(({ value }) => (value === undefined ? alone : [value]));
      if (spec.type === 'switch') return [name, given.length > 0];
      if (spec.type === 'list') return [name, values];
      if (values.length > 1) throw new UsageError(`\`--${name}\` is given more than once`);
      return [name, values[0]];
    }),
  );
  // Built from the table, whose rows have the types of `Flags`.
  return flags as unknown as Flags;
}

/** What an operand is called in a sentence. */
const OPERAND_NAMES = [
  [/RUN/, 'run'],
  [/DOC|GLOB/, 'document'],
  [/FILE/, 'file'],
  [/DIR/, 'folder'],
  [/SHELL/, 'shell'],
  [/TOPIC/, 'topic'],
] as const;

function checkCount(command: CommandName, operands: readonly string[]): void {
  const { count, operands: wanted } = COMMANDS[command];
  const what = OPERAND_NAMES.find(([pattern]) => pattern.test(wanted))?.[1] ?? 'operand';
  if (operands.length < count[0]) {
    throw new UsageError(`\`${command}\` needs a ${what}`, [`runbook ${command} ${wanted}`]);
  }
  if (operands.length > count[1]) {
    throw new UsageError(
      `\`${command}\` takes one ${what}, and there are ${operands.length}: ${operands.join(' ')}`,
    );
  }
}
