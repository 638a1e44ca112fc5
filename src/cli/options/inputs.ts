import type { OptionRows } from '../option-types.ts';
import { PLANNING, RECALLING } from './command-groups.ts';

/** What a run is given from outside. */
export const INPUTS: OptionRows<'set' | 'params' | 'env-file' | 'proof'> = {
  set: {
    type: 'list',
    value: 'NAME=VALUE',
    group: 'Inputs',
    commands: [...PLANNING, 'test', ...RECALLING],
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
    commands: [...PLANNING, 'test', ...RECALLING],
    help: 'add the NAME=value lines of a file to the environment of the steps',
  },
  proof: {
    type: 'list',
    value: 'FILE',
    group: 'Inputs',
    commands: ['export'],
    help: 'stamp each block with the run that this jsonl report is of; repeatable',
  },
};
