import type { OptionRows } from '../option-types.ts';
import { CONTINUING, PLANNING, RECALLING, RUNNING } from './command-groups.ts';

/** How a command goes about it. */
export const BEHAVIOUR: OptionRows<
  | 'workdir'
  | 'target'
  | 'keep'
  | 'cleanup'
  | 'keep-going'
  | 'step'
  | 'require-checklist'
  | 'rollback'
  | 'redo'
  | 'skip-interrupted'
  | 'timeout'
  | 'state-dir'
  | 'strict'
  | 'fix'
  | 'external'
  | 'yes'
  | 'manual'
  | 'only-check'
  | 'add'
  | 'stabilize'
  | 'accept-exit'
> = {
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
    commands: [...RUNNING, 'test', 'resume'],
    help: 'go on after a failed step; the run still fails',
  },
  step: {
    type: 'switch',
    group: 'Behaviour',
    commands: ['run', 'resume'],
    help: 'go through the run step by step, as `runbook step` does',
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
    commands: ['run', 'step', 'resume'],
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
    commands: [...RUNNING, 'test', 'resume'],
    help: 'limit of the whole run, such as 90s or 10m',
  },
  'state-dir': {
    type: 'value',
    value: 'DIR',
    group: 'Behaviour',
    commands: [...RUNNING, 'test', 'history', 'report', ...RECALLING],
    help: 'where records of runs are kept ($XDG_STATE_HOME/runbook)',
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
  yes: {
    type: 'switch',
    short: 'y',
    group: 'Behaviour',
    commands: [...RUNNING, 'test', ...CONTINUING],
    help: 'ask nothing: `confirm` questions are answered with yes, and `update` writes every change but those that give up a pattern',
  },
  manual: {
    type: 'value',
    value: 'done',
    words: ['done'],
    group: 'Behaviour',
    commands: [...RUNNING, 'test', 'resume'],
    help: 'a person has done the `manual` steps; with expectations they count as overridden',
  },
  'only-check': {
    written: 'check',
    type: 'switch',
    group: 'Behaviour',
    commands: ['update'],
    help: 'write nothing; exit 1 when something would change',
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
};
