import type { CommandName } from './commands.ts';
import type { FlagName, Flags, OptionFor, OptionSpec } from './option-types.ts';

const ALL: readonly CommandName[] = [
  'run',
  'step',
  'plan',
  'list',
  'check',
  'update',
  'history',
  'report',
  'resume',
  'stop',
  'shell',
  'export',
];
const PLANNING: readonly CommandName[] = ['run', 'step', 'plan', 'update'];
/** Commands that go on with a past run. */
const CONTINUING: readonly CommandName[] = ['resume', 'stop'];
/** Commands that read again what a past run had. */
const RECALLING: readonly CommandName[] = [...CONTINUING, 'shell'];
const RUNNING: readonly CommandName[] = ['run', 'step', 'update'];

/** The one table of options: it feeds parsing, the help texts and `docs/cli.md`. */
export const OPTIONS: { readonly [Name in FlagName]: OptionFor<Flags[Name]> } = {
  scenario: {
    type: 'value',
    value: 'NAME',
    group: 'Selection',
    commands: PLANNING,
    help: 'the sections of this scenario of the document (its first one)',
  },
  from: {
    type: 'value',
    value: 'ID',
    group: 'Selection',
    commands: PLANNING,
    help: 'begin with this step; the shell is a clean one',
  },
  until: {
    type: 'value',
    value: 'ID',
    group: 'Selection',
    commands: PLANNING,
    help: 'end with this step',
  },
  only: {
    type: 'list',
    value: 'X',
    group: 'Selection',
    commands: PLANNING,
    help: 'only these: a step id, an @role or a #heading-anchor; repeatable',
  },
  skip: {
    type: 'list',
    value: 'X',
    group: 'Selection',
    commands: PLANNING,
    help: 'all but these, named in the same way; repeatable',
  },
  set: {
    type: 'list',
    value: 'NAME=VALUE',
    group: 'Inputs',
    commands: [...PLANNING, ...RECALLING],
    help: 'give a param its value; others on this host can see it, so no secrets',
  },
  params: {
    type: 'value',
    value: 'FILE',
    group: 'Inputs',
    commands: [...PLANNING, ...RECALLING],
    help: 'read params from a YAML or JSON file of names and values',
  },
  'env-file': {
    type: 'value',
    value: 'FILE',
    group: 'Inputs',
    commands: [...PLANNING, ...RECALLING],
    help: 'add the NAME=value lines of a file to the environment of the steps',
  },
  workdir: {
    type: 'value',
    value: 'DIR',
    group: 'Behaviour',
    commands: PLANNING,
    help: 'run in this folder, not the one that the document names',
  },
  target: {
    type: 'value',
    value: 'docker:NAME',
    group: 'Behaviour',
    commands: ['run', 'step'],
    help: 'act on a running container, or on a fresh one of an image that is removed at the end',
  },
  keep: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['run', 'step', 'resume'],
    help: 'leave background steps running and say how to stop them',
  },
  cleanup: {
    type: 'switch',
    group: 'Behaviour',
    commands: [...RUNNING, 'resume'],
    help: 'clean up even where selection or --keep would suspend it',
  },
  'keep-going': {
    type: 'switch',
    group: 'Behaviour',
    commands: [...RUNNING, 'resume'],
    help: 'go on after a failed step; the run still fails',
  },
  step: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['run', 'resume'],
    help: 'go through the run step by step, as `runbook step` does',
  },
  at: {
    type: 'value',
    value: 'ID',
    group: 'Selection',
    commands: ['shell'],
    help: 'the state after this step, and not after the last one',
  },
  plain: {
    type: 'switch',
    group: 'Output',
    commands: ['run', 'step', 'resume'],
    help: 'lines only, and answers that end with Enter: for screen readers',
  },
  'require-checklist': {
    type: 'switch',
    group: 'Behaviour',
    commands: ['run', 'step', 'resume'],
    help: 'an item of the checklist that does not hold fails the run',
  },
  rollback: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['run', 'resume'],
    help: 'when something fails, undo what was done by the `rollback` steps of the document',
  },
  redo: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['resume'],
    help: 'run the step again in the middle of which the engine was killed',
  },
  'skip-interrupted': {
    type: 'switch',
    group: 'Behaviour',
    commands: ['resume'],
    help: 'take that step as done; the run then ends with 4, not 0',
  },
  timeout: {
    type: 'value',
    value: 'TIME',
    group: 'Behaviour',
    commands: [...RUNNING, 'resume'],
    help: 'limit of the whole run, such as 90s or 10m',
  },
  'state-dir': {
    type: 'value',
    value: 'DIR',
    group: 'Behaviour',
    commands: [...RUNNING, 'history', 'report', ...RECALLING],
    help: 'where records of runs are kept ($XDG_STATE_HOME/runbook)',
  },
  report: {
    type: 'list',
    value: 'KIND=FILE',
    group: 'Output',
    commands: ['run', 'step', 'report', ...CONTINUING],
    help: 'also write a report; KIND is jsonl, one event a line; repeatable',
  },
  json: {
    type: 'switch',
    group: 'Output',
    commands: ['list', 'history'],
    help: 'print JSON, for editors and scripts',
  },
  strict: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['check'],
    help: 'exit 1 for warnings as well',
  },
  fix: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['check'],
    help: 'mend in the documents what can be mended without asking, then report the rest',
  },
  external: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['check'],
    help: 'also ask other sites whether links to them hold',
  },
  format: {
    type: 'value',
    value: 'FORMAT',
    group: 'Output',
    commands: ['check'],
    help: 'pretty, json, or github for annotations in a workflow (pretty)',
  },
  to: {
    type: 'value',
    value: 'FORMAT',
    group: 'Output',
    commands: ['export'],
    help: 'what to make: markdown, the page for readers',
  },
  out: {
    type: 'value',
    value: 'FILE',
    group: 'Output',
    commands: ['export'],
    help: 'write to this file, not to stdout; relative links are adjusted to its folder',
  },
  proof: {
    type: 'value',
    value: 'FILE',
    group: 'Inputs',
    commands: ['export'],
    help: 'stamp each block with the run that this jsonl report is of',
  },
  check: {
    type: 'value',
    value: 'FILE',
    group: 'Output',
    commands: ['export'],
    help: 'write nothing; exit 1 when this file differs, the stamps aside',
  },
  yes: {
    type: 'switch',
    short: 'y',
    group: 'Behaviour',
    commands: [...RUNNING, ...CONTINUING],
    help: 'ask nothing: `confirm` questions are answered with yes, and `update` writes every change but those that give up a pattern',
  },
  manual: {
    type: 'value',
    value: 'done',
    group: 'Behaviour',
    commands: [...RUNNING, 'resume'],
    help: 'a person has done the `manual` steps; with expectations they count as overridden',
  },
  'only-check': {
    written: 'check',
    type: 'switch',
    group: 'Behaviour',
    commands: ['update'],
    help: 'write nothing; exit 1 when something would change',
  },
  stdout: {
    type: 'switch',
    group: 'Output',
    commands: ['update'],
    help: 'print the updated document and write nothing',
  },
  add: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['update'],
    help: 'also write expectations for steps that have none',
  },
  stabilize: {
    type: 'value',
    value: 'N',
    group: 'Behaviour',
    commands: ['update'],
    help: 'run N times, and put holes or `vary=` where the runs differ',
  },
  'accept-exit': {
    type: 'switch',
    group: 'Behaviour',
    commands: ['update'],
    help: 'also take over the exit codes of steps, into `exit=`',
  },
  quiet: {
    type: 'switch',
    short: 'q',
    group: 'Output',
    commands: ['run', 'step', 'update', 'check', 'report', ...CONTINUING],
    help: 'only failures and the summary',
  },
  verbose: {
    type: 'switch',
    short: 'v',
    group: 'Output',
    commands: ALL,
    help: 'also params, failed attempts and logs; stack traces of internal errors',
  },
  color: {
    type: 'value',
    value: 'WHEN',
    group: 'Output',
    commands: ALL,
    help: 'auto, always or never',
  },
  help: {
    type: 'switch',
    short: 'h',
    group: 'General',
    commands: ALL,
    help: 'show this help',
  },
  version: {
    type: 'switch',
    group: 'General',
    commands: [],
    help: 'show the version',
  },
};

/** Options that the format's command line has and this version does not; whether each takes a value. */
export const LATER_OPTIONS: Readonly<Record<string, 'switch' | 'value'>> = {
  sandbox: 'switch',
};

/** The table's rows in order. */
export function listOptions(): [FlagName, OptionSpec][] {
  return Object.entries(OPTIONS) as [FlagName, OptionSpec][];
}
