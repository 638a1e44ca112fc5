import type { FlagName, OptionRows, OptionSpec } from './option-types.ts';
import { BEHAVIOUR } from './options/behaviour.ts';
import { ALL } from './options/command-groups.ts';
import { INPUTS } from './options/inputs.ts';
import { OUTPUT } from './options/output.ts';
import { SELECTION } from './options/selection.ts';
import { SUITE } from './options/suite.ts';

/** The one table of options: it feeds parsing, the help texts and `docs/cli.md`. */
export const OPTIONS: OptionRows<FlagName> = {
  ...SELECTION,
  ...INPUTS,
  ...SUITE,
  ...BEHAVIOUR,
  ...OUTPUT,
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
