import type { Gathered } from '../json-path/find-value.ts';
import type { JsonDifference, Scope } from '../types.ts';
import type { JsonTemplate } from './json-template.ts';
import type { JsonNode } from './json-text.ts';
import { showJson } from './json-values.ts';
import { describeTemplate } from './show-template.ts';

/** How a template is held against a value. */
export interface ComparisonOptions {
  readonly scope: Scope;
  /** Whether objects may have no other keys. */
  readonly exact?: boolean;
  /** An array whose elements are elsewhere in the document. */
  readonly gathered?: Gathered | undefined;
}

/** What a comparison goes by and what it leaves behind. */
export interface JsonComparison {
  readonly options: ComparisonOptions;
  /** Only whether there is a difference matters, so it ends with the first. */
  readonly trial: boolean;
  /** Captures so far. */
  readonly bindings: Map<string, string>;
  /** The first ones. */
  readonly differences: JsonDifference[];
  /** All of them. */
  count: number;
}

/** Differences that are shown; more help nobody. */
export const MAX_DIFFERENCES = 20;

/** A comparison that has not begun, given the captures so far. */
export function startComparison(
  options: ComparisonOptions,
  bindings: ReadonlyMap<string, string> = new Map(),
  trial: boolean = false,
): JsonComparison {
  return { options, trial, bindings: new Map(bindings), differences: [], count: 0 };
}

/** A difference without its path, made only when it is shown. */
export type Finding = () => Omit<JsonDifference, 'path'>;

/** Takes note of a difference. */
export function addDifference(comparison: JsonComparison, path: string, find: Finding): void {
  comparison.count++;
  if (comparison.trial || comparison.differences.length >= MAX_DIFFERENCES) return;
  comparison.differences.push({ path, ...find() });
}

/** A template whose value is not there. */
export function addMissing(template: JsonTemplate, path: string, comparison: JsonComparison): void {
  addDifference(comparison, path, () => ({
    expected: describeExpected(template, comparison),
    actual: 'absent',
    documentLine: template.line,
  }));
}

/** A value that should not be there; `expected` says so. */
export function addExtra(
  node: JsonNode,
  path: string,
  expected: string,
  documentLine: number,
  comparison: JsonComparison,
): void {
  addDifference(comparison, path, () => ({ expected, actual: showJson(node), documentLine }));
}

/** What a template stands for, with the values that are known by now. */
export function describeExpected(template: JsonTemplate, comparison: JsonComparison): string {
  const { options, bindings } = comparison;
  return describeTemplate(template, new Map([...options.scope, ...bindings]));
}
