import type { OptionRows } from '../option-types.ts';

/** How a suite of documents is run. */
export const SUITE: OptionRows<
  'jobs' | 'shard' | 'changed' | 'bail' | 'fail-fast' | 'retry-flaky'
> = {
  jobs: {
    type: 'value',
    value: 'N',
    short: 'j',
    group: 'Suite',
    commands: ['test'],
    help: 'run so many documents at once (one for each core)',
  },
  shard: {
    type: 'value',
    value: 'I/N',
    group: 'Suite',
    commands: ['test'],
    help: 'only the I-th of N parts of the documents',
  },
  changed: {
    type: 'value',
    value: 'REF',
    optional: true,
    group: 'Suite',
    commands: ['test'],
    help: 'only documents that git knows to be changed or new since the last commit, or since the present branch has left REF',
  },
  bail: {
    type: 'value',
    value: 'N',
    group: 'Suite',
    commands: ['test'],
    help: 'begin no further document after N that failed',
  },
  'fail-fast': {
    type: 'switch',
    group: 'Suite',
    commands: ['test'],
    help: 'the same as --bail 1',
  },
  'retry-flaky': {
    type: 'value',
    value: 'N',
    group: 'Suite',
    commands: ['test'],
    help: 'try a document that failed up to N times more; one that then passes is flaky, and the suite has failed',
  },
};
