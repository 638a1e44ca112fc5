import type { OptionRows } from '../option-types.ts';
import { PLANNING } from './command-groups.ts';

/** Which steps of a document run. */
export const SELECTION: OptionRows<'scenario' | 'from' | 'until' | 'only' | 'skip' | 'at'> = {
  scenario: {
    type: 'value',
    value: 'NAME',
    group: 'Selection',
    commands: [...PLANNING, 'export'],
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
  at: {
    type: 'value',
    value: 'ID',
    group: 'Selection',
    commands: ['shell'],
    help: 'the state after this step, and not after the last one',
  },
};
