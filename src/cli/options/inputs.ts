import type { OptionRows } from '../option-types.ts';
import { PLANNING, RECALLING } from './command-groups.ts';

/** What a run is given from outside. */
export const INPUTS: OptionRows<
  'set' | 'params' | 'env-file' | 'proof' | 'dialect' | 'from-dialect'
> = {
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
  dialect: {
    type: 'value',
    value: 'DIALECT',
    group: 'Inputs',
    commands: ['test'],
    help: 'the documents are those of another tool: scrut, cram, mdx, runme, tesh or ie',
  },
  'from-dialect': {
    type: 'value',
    value: 'DIALECT',
    written: 'from',
    group: 'Inputs',
    commands: ['import'],
    help: 'the tool that the document was written for: scrut, cram, mdx, runme, tesh or ie',
  },
  proof: {
    type: 'list',
    value: 'FILE',
    group: 'Inputs',
    commands: ['export'],
    help: 'stamp each block with the run that this jsonl report is of; repeatable',
  },
};
