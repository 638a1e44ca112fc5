import { mustBe, mustHold } from '../text/refuse-value.ts';
import type { Hole } from '../text/segments.ts';
import { parseJson } from './json-text.ts';
import { checkHole } from './json-types.ts';

/** The same as `refuseText` for a hole that stands for a whole value: text is a string, or JSON. */
export function refuseJson(hole: Hole, text: string): string | undefined {
  const parsed = parseJson(text);
  const problems = [
    checkHole(hole, { kind: 'string', value: text, start: 0, end: text.length }),
    parsed.ok ? checkHole(hole, parsed.node) : 'type',
  ];
  if (problems.includes(null)) return undefined;
  return problems.includes('constraint') ? mustHold(hole) : mustBe(hole);
}
