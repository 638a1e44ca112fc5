import { TOPICS } from '../help/topics.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { OptionSpec } from './option-types.ts';
import { listOptions } from './options.ts';

const WIDTH = 80;

/** The text of `runbook --help`. */
export function describeProgram(): string {
  const commands = Object.entries(COMMANDS).map(
    ([name, spec]) => [`${name} ${spec.operands}`, spec.summary] as const,
  );
  return lines(
    'runbook: the guide is the program, and what it prints is checked',
    '',
    'Usage: runbook COMMAND [OPTION…]',
    '',
    'Commands',
    ...formatRows(commands),
    '',
    'General',
    ...formatRows([
      ['COMMAND --help', 'the options of a command'],
      ['help TOPIC', 'the format, the keys, exit codes, reports and more; `help` lists the topics'],
      ['--version', 'show the version'],
    ]),
    '',
    'Exit codes',
    ...formatRows(EXIT_CODES),
  );
}

/** The topics of `runbook help`. */
export function describeTopics(): string {
  const rows = Object.entries(TOPICS).map(([name, { summary }]) => [name, summary] as const);
  return lines(
    'Topics',
    ...formatRows(rows),
    '',
    ...wrap('The id of a rule, as `check` shows it, is a topic as well: help unknown-role.', WIDTH),
  );
}

/** The text of `runbook COMMAND --help`. */
export function describeCommand(name: CommandName): string {
  const spec = COMMANDS[name];
  const groups = groupOptions(name);
  return lines(
    `Usage: runbook ${name} ${spec.operands} [OPTION…]`,
    '',
    ...wrap(capitalise(`${spec.summary}.`), WIDTH),
    ...spec.details.flatMap((paragraph) => ['', ...wrap(paragraph.replaceAll('`', ''), WIDTH)]),
    ...[...groups].flatMap(([group, rows]) => ['', group, ...formatRows(rows)]),
  );
}

/** How an option is written, its short form first: `-q, --quiet`, `--set NAME=VALUE`. */
export function writeOption(name: string, spec: OptionSpec): string {
  const short = spec.short === undefined ? '' : `-${spec.short}, `;
  return `${short}--${spec.written ?? name}${writeValue(spec)}`;
}

function writeValue(spec: OptionSpec): string {
  if (spec.type === 'switch') return '';
  return 'optional' in spec ? `[=${spec.value}]` : ` ${spec.value}`;
}

type Row = readonly [term: string, text: string];

function groupOptions(command: CommandName): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const [name, spec] of listOptions()) {
    if (!spec.commands.includes(command)) continue;
    groups.set(spec.group, [
      ...(groups.get(spec.group) ?? []),
      [writeOption(name, spec), spec.help],
    ]);
  }
  return groups;
}

function formatRows(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([term]) => term.length));
  return rows.flatMap(([term, text]) => {
    const [first = '', ...rest] = wrap(text.replaceAll('`', ''), WIDTH - width - 4);
    return [
      `  ${term.padEnd(width)}  ${first}`,
      ...rest.map((line) => ' '.repeat(width + 4) + line),
    ];
  });
}

function wrap(text: string, width: number): string[] {
  const result: string[] = [];
  for (const word of text.split(' ')) {
    const last = result.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      result[result.length - 1] = `${last} ${word}`;
    } else {
      result.push(word);
    }
  }
  return result;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lines(...texts: string[]): string {
  return `${texts.join('\n')}\n`;
}
