import { expect, it } from 'vitest';
import { errorsOf, warningsOf } from './problems-of.ts';

const fence = (info: string): string => `\`\`\`bash ${info}\ntrue\n\`\`\`\n`;

it.each<[string, string, string]>([
  [
    'an anchor that is not there',
    `# Trouble\n\n${fence('run on-fail=#troubel')}`,
    'unknown-section: `on-fail=#troubel`: no heading has this anchor',
  ],
  ['what is no anchor', fence('run on-fail=trouble'), '`on-fail` must be the anchor of a heading'],
  [
    'a step that no failure leads to',
    `# A\n\n${fence('diagnose')}`,
    'unreachable-step: no failure leads to this `diagnose` step',
  ],
  [
    'a step that undoes nothing',
    `# A\n\n${fence('run')}\n# B\n\n${fence('rollback')}`,
    'unreachable-step: this `rollback` step undoes nothing',
  ],
  [
    'a question before a look',
    fence('diagnose confirm="?"'),
    '`confirm` cannot stand on a `diagnose` step',
  ],
  [
    'a failure of a failure',
    `# A\n\n${fence('rollback on-fail=#a')}`,
    '`on-fail` cannot stand on a `rollback` step',
  ],
  [
    'what keeps running',
    fence('rollback background ready=port:1'),
    '`background` cannot stand on a `rollback` step',
  ],
])('%s is refused', (_, text, expected) => {
  expect(`${errorsOf(text)}\n${warningsOf(text)}`).toContain(expected);
});
