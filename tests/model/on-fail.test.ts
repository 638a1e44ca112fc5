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
    'a section in which nothing stands',
    `${fence('run on-fail=#help')}\nHelp\n====\n\n<!-- later -->\n\n## Deeper\n\n# Next\n\nWords.\n`,
    'empty-section: `on-fail=#help`: nothing stands in this section (line 5)',
  ],
  [
    'what a step that looks for a cause has captured, elsewhere',
    `${fence('run on-fail=#a')}\n# A\n\n${fence('diagnose capture=found')}\n${fence('cleanup env.X=${found}')}`,
    'unknown-name: `${found}` has no value here',
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

it.each<[string, string]>([
  ['words', 'Call Ann.\n'],
  ['words of a subsection', '## Deeper\n\nCall Ann.\n'],
  ['a block to be read', '```bash\n# free the port\n```\n'],
  ['a block that looks', fence('diagnose')],
])('a section is not empty with %s', (_, section) => {
  expect(warningsOf(`${fence('run on-fail=#help')}\n# Help\n\n${section}`)).toEqual('');
});
