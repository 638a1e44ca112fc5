import { SHELL_LANGUAGES } from '../model/languages.ts';
import { findReferences as referencesIn } from '../model/references.ts';
import type { Step } from '../model/types.ts';

/** The names that a step's attributes, expectations, request and expanded file refer to as `${name}`. */
export function findReferences(step: Step): Set<string> {
  const texts = [
    step.cwd,
    step.stdin,
    step.confirm,
    step.file?.path,
    step.file?.expand ? step.code : undefined,
    step.request?.url,
    ...(step.request?.headers ?? []).map(({ value }) => value),
    step.request?.body,
    ...Object.values(step.env),
    ...(step.background?.ready ?? []).map(readyText),
  ];
  const names = texts.flatMap((text) => referencesIn(text ?? '').map(({ name }) => name));
  const expected = step.expectations.flatMap(({ compiled }) => compiled.references);
  return new Set([...names, ...expected.map((reference) => reference.name)]);
}

/** The names that a step and its expectations capture. */
export function findCaptures(step: Step): string[] {
  const names = step.expectations.flatMap(({ compiled }) =>
    compiled.captures.map((capture) => capture.name),
  );
  return step.capture === undefined ? names : [...names, step.capture];
}

/** Whether a shell block reads the variable, and none of its lines gives it a value. */
export function readsVariable(step: Step, name: string): boolean {
  if (step.file !== undefined || !SHELL_LANGUAGES.includes(step.lang)) return false;
  const given = new RegExp(`(^|[\\s;&|(])(${name}\\+?=|for ${name}\\b|read .*\\b${name}\\b)`, 'm');
  if (given.test(step.code)) return false;
  return new RegExp(`(^|[^\\\\])\\$(\\{${name}\\}|${name}(?![A-Za-z0-9_]))`, 'm').test(step.code);
}

function readyText(ready: NonNullable<Step['background']>['ready'][number]): string {
  switch (ready.kind) {
    case 'http':
      return ready.url;
    case 'port':
      return ready.port;
    case 'log':
      return ready.pattern;
    case 'file':
      return ready.path;
  }
}
