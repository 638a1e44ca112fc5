import type { CommandName } from '../commands.ts';

/** All commands. */
export const ALL: readonly CommandName[] = [
  'run',
  'step',
  'test',
  'plan',
  'list',
  'check',
  'update',
  'history',
  'report',
  'resume',
  'stop',
  'shell',
  'import',
  'export',
  'init',
  'completion',
  'help',
];

/** Commands that decide what runs. */
export const PLANNING: readonly CommandName[] = ['run', 'step', 'plan', 'update'];

/** Commands that go on with a past run. */
export const CONTINUING: readonly CommandName[] = ['resume', 'stop'];

/** Commands that read again what a past run had. */
export const RECALLING: readonly CommandName[] = [...CONTINUING, 'shell'];

/** Commands that run a document from its beginning. */
export const RUNNING: readonly CommandName[] = ['run', 'step', 'update'];
