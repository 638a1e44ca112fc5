import type { CommandName } from './commands.ts';

/** Every option with the type of its value as the commands get it. */
export interface Flags {
  readonly scenario: string | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly set: readonly string[];
  readonly params: string | undefined;
  readonly 'env-file': string | undefined;
  readonly workdir: string | undefined;
  readonly target: string | undefined;
  readonly keep: boolean;
  readonly cleanup: boolean;
  readonly 'keep-going': boolean;
  readonly step: boolean;
  readonly at: string | undefined;
  readonly plain: boolean;
  readonly 'require-checklist': boolean;
  readonly rollback: boolean;
  readonly redo: boolean;
  readonly 'skip-interrupted': boolean;
  readonly timeout: string | undefined;
  readonly report: readonly string[];
  readonly jsonl: boolean;
  readonly junit: boolean;
  readonly tap: boolean;
  readonly markdown: boolean;
  readonly html: boolean;
  readonly github: boolean;
  readonly merge: boolean;
  readonly 'state-dir': string | undefined;
  readonly json: boolean;
  readonly strict: boolean;
  readonly fix: boolean;
  readonly external: boolean;
  readonly format: string | undefined;
  readonly to: string | undefined;
  readonly out: string | undefined;
  readonly dialect: string | undefined;
  /** Written `--from`. */
  readonly 'from-dialect': string | undefined;
  readonly proof: readonly string[];
  readonly check: string | undefined;
  readonly yes: boolean;
  readonly manual: string | undefined;
  /** Written `--check`. */
  readonly 'only-check': boolean;
  readonly stdout: boolean;
  readonly add: boolean;
  readonly stabilize: string | undefined;
  readonly 'accept-exit': boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: string | undefined;
  readonly jobs: string | undefined;
  readonly shard: string | undefined;
  /** Empty where it is given without a value. */
  readonly changed: string | undefined;
  readonly bail: string | undefined;
  readonly 'fail-fast': boolean;
  readonly 'retry-flaky': string | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

export type FlagName = keyof Flags;

interface CommonOption {
  /** The heading it stands under in the help. */
  readonly group: 'Selection' | 'Inputs' | 'Suite' | 'Behaviour' | 'Output' | 'General';
  /** Commands that take it. */
  readonly commands: readonly CommandName[];
  /** One sentence, no full stop. */
  readonly help: string;
  readonly short?: string;
  /** The values that there are, where there are no others. */
  readonly words?: readonly string[];
  /** As it is written, where another command has an option of that name of another type. */
  readonly written?: string;
}

/** An option is a switch, takes one value, or takes a value each time it is given. */
export type OptionFor<Value> = Value extends boolean
  ? CommonOption & { readonly type: 'switch' }
  : Value extends readonly string[]
    ? CommonOption & { readonly type: 'list'; readonly value: string }
    : CommonOption & {
        readonly type: 'value';
        readonly value: string;
        /** Whether it can stand alone; its value is then written behind `=`. */
        readonly optional?: true;
      };

/** Rows of the table of options. */
export type OptionRows<Names extends FlagName> = {
  readonly [Name in Names]: OptionFor<Flags[Name]>;
};

export type OptionSpec = OptionFor<boolean> | OptionFor<string> | OptionFor<readonly string[]>;
