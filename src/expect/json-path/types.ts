import type { JsonNode } from '../json/json-text.ts';
import type { RegexMatcher } from '../text/regex.ts';

/** A query of RFC 9535, understood. */
export interface PathQuery {
  /** As written. */
  readonly source: string;
  /** Whether it can select one value at most (RFC 9535 §2.3.5.1). */
  readonly singular: boolean;
  readonly segments: readonly PathSegment[];
}

export interface PathSegment {
  /** `..`: also applied to everything inside what is selected so far. */
  readonly descends: boolean;
  readonly selectors: readonly PathSelector[];
}

export type PathSelector =
  | { readonly kind: 'name'; readonly name: string }
  /** Below 0 from the end. */
  | { readonly kind: 'index'; readonly index: number }
  | {
      readonly kind: 'slice';
      readonly start: number | undefined;
      readonly stop: number | undefined;
      readonly step: number;
    }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly test: FilterTest };

/** A query within a filter, from the value that the filter is about or from the whole document. */
export interface FilterQuery {
  readonly origin: 'current' | 'document';
  readonly segments: readonly PathSegment[];
}

/** What a filter asks of a value. */
export type FilterTest =
  | { readonly kind: 'and' | 'or'; readonly left: FilterTest; readonly right: FilterTest }
  | { readonly kind: 'not'; readonly test: FilterTest }
  | { readonly kind: 'exists'; readonly query: FilterQuery }
  | {
      readonly kind: 'compare';
      readonly operator: PathOperator;
      readonly left: FilterValue;
      readonly right: FilterValue;
    }
  /** `match()` asks of the whole text, `search()` of a part of it. */
  | {
      readonly kind: 'regex';
      readonly whole: boolean;
      readonly text: FilterValue;
      /** Compiled when it is written in the path; otherwise it is a value like the text. */
      readonly pattern: RegexMatcher | FilterValue;
    };

export type PathOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Something in a filter that stands for a value, or for nothing. */
export type FilterValue =
  | { readonly kind: 'literal'; readonly node: JsonNode }
  | { readonly kind: 'length'; readonly of: FilterValue }
  | { readonly kind: 'count'; readonly query: FilterQuery }
  /** The value that a query selects, nothing if it is not exactly one. */
  | { readonly kind: 'query'; readonly query: FilterQuery };
