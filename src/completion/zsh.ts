import type { CommandLine, CommandWords, OptionWords } from './types.ts';

/** For zsh's completion system: as a file `_runbook` on `$fpath`, or sourced after `compinit`. */
export function writeZshCompletion({ program, commands, options }: CommandLine): string {
  return `${[
    `#compdef ${program}`,
    `# Completions of ${program} for zsh: source <(${program} completion zsh), after compinit`,
    `_${program}() {`,
    '  local curcontext=$curcontext state line',
    `  _arguments -C ${options.map(writeOption).join(' ')} '1:command:->command' '*::argument:->argument' && return`,
    '  case $state in',
    '    command)',
    '      local -a commands=(',
    ...commands.map(({ name, summary }) => `        ${q(`${name}:${summary}`)}`),
    '      )',
    '      _describe command commands ;;',
    '    argument)',
    '      case $words[1] in',
    ...commands.map(writeCommand),
    '      esac ;;',
    '  esac',
    '}',
    // Called by the completion system where it is a file of its own, and made known to it where it is sourced.
    `if [[ $funcstack[1] == _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi`,
  ].join('\n')}\n`;
}

function writeCommand({ name, operand, words, options }: CommandWords): string {
  const operands = {
    document: `'*:document:_files -g "*.md(-.)"'`,
    file: `'*:file:_files'`,
    word: q(`1:word:(${words.join(' ')})`),
    nothing: '',
  };
  return `        ${name}) _arguments ${options.map(writeOption).join(' ')} ${operands[operand]} ;;`;
}

function writeOption({ name, short, help, value, words }: OptionWords): string {
  const text = `[${help.replaceAll(/[[\]:\\]/g, '\\$&')}]`;
  const action = { file: '_files', folder: '_files -/', word: `(${words.join(' ')})` };
  const argument =
    value === undefined ? '' : `:value:${words.length > 0 ? action.word : action[value]}`;
  const written = (one: string): string => q(`*${one}${text}${argument}`);
  return [name, ...(short === undefined ? [] : [short])].map(written).join(' ');
}

function q(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
