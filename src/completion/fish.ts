import type { CommandLine, CommandWords, OptionWords } from './types.ts';

/** Folders, and files that are documents: fish's own completion of a suffix offers all the others as well. */
const DOCUMENTS =
  '(__fish_complete_path (commandline -ct) | string match --entire --regex "(?:/|\\.md)(?:\\t|\\$)")';

/** For fish, as a file in its folder of completions, or sourced. */
export function writeFishCompletion({ program, commands, options }: CommandLine): string {
  const none = `not __fish_seen_subcommand_from ${commands.map(({ name }) => name).join(' ')}`;
  const complete = (condition: string, rest: string): string =>
    `complete -c ${program} -n ${q(condition)} ${rest}`;
  return `${[
    `# Completions of ${program} for fish: ${program} completion fish | source`,
    `complete -c ${program} -f`,
    ...commands.map(({ name, summary }) => complete(none, `-a ${name} -d ${q(summary)}`)),
    ...options.map((option) => complete(none, writeOption(option))),
    ...commands.flatMap((command) => {
      const given = `__fish_seen_subcommand_from ${command.name}`;
      return [
        ...writeOperands(command).map((rest) => complete(given, rest)),
        ...command.options.map((option) => complete(given, writeOption(option))),
      ];
    }),
  ].join('\n')}\n`;
}

function writeOperands({ operand, words }: CommandWords): string[] {
  const rows = {
    document: [`-a ${q(DOCUMENTS)}`],
    file: ['-F'],
    word: [`-a ${q(words.join(' '))}`],
    nothing: [],
  };
  return rows[operand];
}

function writeOption({ name, short, help, value, words }: OptionWords): string {
  const kinds = { file: '-r -F', folder: `-x -a '(__fish_complete_directories)'`, word: '-x' };
  return [
    `-l ${name.slice(2)}`,
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(value === undefined
      ? []
      : [words.length > 0 ? `-x -a ${q(words.join(' '))}` : kinds[value]]),
    `-d ${q(help)}`,
  ].join(' ');
}

function q(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
