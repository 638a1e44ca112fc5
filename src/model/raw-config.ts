import type { ParamType } from './types.ts';

/** A param as the front matter has it, before it is held against the other names. */
export interface RawParam {
  readonly type: ParamType;
  readonly values?: readonly string[] | undefined;
  readonly default?: string | undefined;
  readonly description?: string | undefined;
  readonly secret: boolean;
  readonly env?: string | undefined;
  readonly required?: boolean | undefined;
}

/** Everything under `runbook:`; scalars are text, as written. */
export interface RawConfig {
  readonly timeout?: number | undefined;
  readonly shell?: string | undefined;
  readonly workdir?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly params?: Readonly<Record<string, RawParam>> | undefined;
  /** Expressions that secrets match. */
  readonly mask?: readonly string[] | undefined;
  /** In bytes. */
  readonly 'max-output'?: number | undefined;
  /** Expressions by the name of the type. */
  readonly types?: Readonly<Record<string, string>> | undefined;
  readonly 'allow-paths'?: readonly string[] | undefined;
  /** Anchors of sections by the name of the scenario. */
  readonly scenarios?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly test?:
    | {
        readonly skip?: string | undefined;
        readonly env?: Readonly<Record<string, string>> | undefined;
        readonly 'expect-fail'?: string | undefined;
      }
    | undefined;
}
