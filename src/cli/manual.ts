import { TOPICS } from '../help/topics.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { writeOption } from './help.ts';
import { listOptions } from './options.ts';

/** The manual page `runbook(1)`, in the language of man(7); the build writes it. */
export function describeManual(version: string): string {
  const names = Object.keys(COMMANDS) as CommandName[];
  const topics = Object.entries(TOPICS).map(([name, { summary }]) => [name, summary] as const);
  return [
    // The date of a page says nothing that its version does not, and would make each build another.
    `.TH RUNBOOK 1 "" "runbook ${version}" "User Commands"`,
    '.SH NAME',
    'runbook \\- run documents, and hold what they print against what they say',
    '.SH SYNOPSIS',
    '\\fBrunbook\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...]',
    '.SH DESCRIPTION',
    ...paragraphs(DESCRIPTION),
    '.SH COMMANDS',
    ...names.flatMap(describeOne),
    '.SH TOPICS',
    'What \\fBrunbook help\\fR \\fITOPIC\\fR explains.',
    ...topics.flatMap(item),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(item),
    '.SH FILES',
    ...item(['$XDG_STATE_HOME/runbook', FILES]),
    '',
  ].join('\n');
}

const DESCRIPTION = [
  'A runbook is an ordinary Markdown document whose code blocks say what they are, in a word behind their language: `bash install`, `bash test`. `runbook run` carries them out from top to bottom, and holds what they print against the blocks that say what it has to be.',
  'A runbook is code and runs with your rights: read it before you run it. `runbook plan` shows what would be done.',
];

const FILES =
  'The records of runs, ~/.local/state/runbook where the variable is not set. `runbook help records` says what is in them.';

function describeOne(name: CommandName): string[] {
  const { operands, summary, details } = COMMANDS[name];
  const options = listOptions().filter(([, spec]) => spec.commands.includes(name));
  return [
    `.SS "runbook ${escapeText(`${name} ${operands}`)}"`,
    `${mark(summary.charAt(0).toUpperCase() + summary.slice(1))}.`,
    ...details.flatMap((text) => ['.PP', line(text)]),
    ...options.flatMap(([option, spec]) => item([writeOption(option, spec), spec.help])),
  ];
}

function item([term, text]: readonly [string, string]): string[] {
  return ['.TP', `\\fB${escapeText(term)}\\fR`, line(text)];
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text, at) => (at === 0 ? [line(text)] : ['.PP', line(text)]));
}

/** A line of text: one that begins with a dot or a quote would be a request. */
function line(text: string): string {
  return mark(text).replace(/^(?=[.'])/, '\\&');
}

/** Code is bold. */
function mark(text: string): string {
  return escapeText(text).replaceAll(/\\\(ga(.+?)\\\(ga/g, '\\fB$1\\fR');
}

/** Characters that would be something else: quotes that curl, dashes that are hyphens. */
function escapeText(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '\\': '\\e',
    '-': '\\-',
    "'": '\\(aq',
    '"': '\\(dq',
    '`': '\\(ga',
    '^': '\\(ha',
    '~': '\\(ti',
    '…': '...',
  };
  return text.replaceAll(/[\\\-'"`^~…]/g, (one) => named[one] ?? one);
}
