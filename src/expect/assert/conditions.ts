import type { JsonNode } from '../json/json-text.ts';
import type { PathQuery } from '../json-path/types.ts';
import type { RegexTemplate } from '../text/regex.ts';
import type { Segment } from '../text/segments.ts';
import type { Stream } from '../types.ts';

export type Comparator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A quoted text in a condition, with references. */
export type Text = readonly Segment[];

/** One line of an `assert` fence. */
export interface Condition {
  /** Line of the document. */
  readonly line: number;
  /** Where it begins in the line, from 1. */
  readonly column: number;
  /** As written. */
  readonly source: string;
  readonly test: ConditionTest;
}

export type ConditionTest =
  | { readonly kind: 'exit'; readonly comparator: Comparator; readonly code: number }
  | { readonly kind: 'duration'; readonly comparator: Comparator; readonly ms: number }
  | { readonly kind: 'stream'; readonly stream: Stream; readonly check: StreamCheck }
  | { readonly kind: 'json'; readonly path: PathQuery; readonly check: JsonCheck }
  | HostTest;

/** A condition on the host, which is asked when the condition is evaluated. */
export type HostTest =
  | { readonly kind: 'file'; readonly path: Text; readonly check: FileCheck }
  | { readonly kind: 'port'; readonly port: Text; readonly open: boolean }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly url: Text;
      readonly comparator: Comparator;
      readonly status: number;
    };

export type FileCheck =
  | StreamCheck
  | { readonly kind: 'exists'; readonly negated: boolean }
  | { readonly kind: 'mode'; readonly mode: number };

export type StreamCheck =
  | { readonly kind: 'empty'; readonly negated: boolean }
  | { readonly kind: 'contains'; readonly negated: boolean; readonly text: Text }
  | { readonly kind: 'equals'; readonly negated: boolean; readonly text: Text }
  | { readonly kind: 'regex'; readonly negated: boolean; readonly regex: RegexTemplate };

export type JsonCheck =
  | { readonly kind: 'exists'; readonly negated: boolean }
  | { readonly kind: 'length'; readonly comparator: Comparator; readonly length: number }
  | { readonly kind: 'regex'; readonly negated: boolean; readonly regex: RegexTemplate }
  | { readonly kind: 'text'; readonly comparator: '==' | '!='; readonly text: Text }
  | { readonly kind: 'value'; readonly comparator: Comparator; readonly value: JsonNode };

/** Whether `a comparator b` holds, given a number of the sign of `a - b`. */
export function compares(comparator: Comparator, sign: number): boolean {
  switch (comparator) {
    case '==':
      return sign === 0;
    case '!=':
      return sign !== 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}
