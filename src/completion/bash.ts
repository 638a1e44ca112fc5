import type { CommandLine, CommandWords, OptionWords } from './types.ts';

/** For bash, by its own `complete`: the package bash-completion is not on every host. */
export function writeBashCompletion(line: CommandLine): string {
  const { program, commands, options } = line;
  const all = [options, ...commands.map((command) => command.options)].flat();
  const names = commands.map(({ name }) => name);
  return `${[
    `# Completions of ${program} for bash: source <(${program} completion bash)`,
    `_${program}() {`,
    "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' one",
    '  COMPREPLY=()',
    '  for one in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do',
    `    case $one in ${names.join(' | ')}) command=$one; break ;; esac`,
    '  done',
    '  case $previous in',
    ...writeValues(all),
    '  esac',
    '  case $command in',
    `    '') mapfile -t COMPREPLY < <(compgen -W '${[...names, ...spell(options)].join(' ')}' -- "$word") ;;`,
    ...commands.flatMap(writeCommand),
    '  esac',
    '}',
    `complete -o filenames -o bashdefault -F _${program} ${program}`,
  ].join('\n')}\n`;
}

function writeValues(options: readonly OptionWords[]): string[] {
  const named = (wanted: (option: OptionWords) => boolean): string =>
    [...new Set(options.filter(wanted).flatMap((option) => spell([option])))].join(' | ');
  const rows: (readonly [string, string])[] = [
    [named(({ value, words }) => value === 'file' && words.length === 0), '-f'],
    [named(({ value }) => value === 'folder'), '-d'],
    ...options
      .filter(({ words }) => words.length > 0)
      .map(({ name, words }) => [name, `-W '${words.join(' ')}'`] as const),
    [named(({ value, words }) => value === 'word' && words.length === 0), ''],
  ];
  const seen = new Set<string>();
  return rows.flatMap(([pattern, what]) => {
    if (pattern === '' || seen.has(pattern)) return [];
    seen.add(pattern);
    const reply = what === '' ? '' : `mapfile -t COMPREPLY < <(compgen ${what} -- "$word"); `;
    return [`    ${pattern}) ${reply}return ;;`];
  });
}

function writeCommand({ name, operand, words, options }: CommandWords): string[] {
  const operands = {
    document: `{ compgen -d -- "$word"; compgen -f -X '!*.md' -- "$word"; }`,
    file: 'compgen -f -- "$word"',
    word: `compgen -W '${words.join(' ')}' -- "$word"`,
    nothing: ':',
  };
  return [
    `    ${name})`,
    `      if [[ $word == -* ]]; then mapfile -t COMPREPLY < <(compgen -W '${spell(options).join(' ')}' -- "$word")`,
    `      else mapfile -t COMPREPLY < <(${operands[operand]}); fi ;;`,
  ];
}

function spell(options: readonly OptionWords[]): string[] {
  return options.flatMap(({ name, short }) => (short === undefined ? [name] : [name, short]));
}
