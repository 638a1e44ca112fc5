import { REPORT_KINDS } from '../../report/kinds/registry.ts';
import type { OptionFor, OptionRows } from '../option-types.ts';
import { ALL, CONTINUING } from './command-groups.ts';

const KINDS = Object.keys(REPORT_KINDS)
  .join(', ')
  .replace(/, (\w+)$/, ' or $1');

/** A switch of `report` that prints a kind of report in the place of the text. */
function printed(kind: string): OptionFor<boolean> {
  return {
    type: 'switch',
    group: 'Output',
    commands: ['report'],
    help: `print ${REPORT_KINDS[kind]?.summary}`,
  };
}

/** What is told, and where it goes. */
export const OUTPUT: OptionRows<
  | 'plain'
  | 'report'
  | 'html'
  | 'junit'
  | 'tap'
  | 'markdown'
  | 'github'
  | 'jsonl'
  | 'merge'
  | 'json'
  | 'format'
  | 'to'
  | 'out'
  | 'check'
  | 'stdout'
  | 'quiet'
  | 'verbose'
  | 'color'
> = {
  plain: {
    type: 'switch',
    group: 'Output',
    commands: ['run', 'step', 'resume'],
    help: 'lines only, and answers that end with Enter: for screen readers',
  },
  report: {
    type: 'list',
    value: 'KIND=FILE',
    group: 'Output',
    commands: ['run', 'step', 'test', 'report', ...CONTINUING],
    help: `also write a report; KIND is ${KINDS}, or the path of a reporter of your own; repeatable`,
  },
  html: printed('html'),
  junit: printed('junit'),
  tap: printed('tap'),
  markdown: printed('markdown'),
  github: printed('github'),
  jsonl: printed('jsonl'),
  merge: {
    type: 'switch',
    group: 'Output',
    commands: ['report'],
    help: 'the operands are reports, jsonl or junit, that become one',
  },
  json: {
    type: 'switch',
    group: 'Output',
    commands: ['list', 'history'],
    help: 'print JSON, for editors and scripts',
  },
  format: {
    type: 'value',
    value: 'FORMAT',
    words: ['pretty', 'json', 'github'],
    group: 'Output',
    commands: ['check'],
    help: 'pretty, json, or github for annotations in a workflow (pretty)',
  },
  to: {
    type: 'value',
    value: 'FORMAT',
    group: 'Output',
    commands: ['export'],
    help: 'what to make: markdown, the page for readers, or bash, one script that stands by itself',
  },
  out: {
    type: 'value',
    value: 'FILE',
    group: 'Output',
    commands: ['import', 'export', 'report'],
    help: 'write to this file, not to stdout; relative links of a page are adjusted to its folder',
  },
  check: {
    type: 'value',
    value: 'FILE',
    group: 'Output',
    commands: ['export'],
    help: 'write nothing; exit 1 when this file differs, the stamps aside',
  },
  stdout: {
    type: 'switch',
    group: 'Output',
    commands: ['update'],
    help: 'print the updated document and write nothing',
  },
  quiet: {
    type: 'switch',
    short: 'q',
    group: 'Output',
    commands: ['run', 'step', 'test', 'update', 'check', 'report', ...CONTINUING],
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
    words: ['auto', 'always', 'never'],
    group: 'Output',
    commands: ALL,
    help: 'auto, always or never',
  },
};
