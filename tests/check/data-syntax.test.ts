import { expect, it } from 'vitest';
import { findingsOf } from './check-text.ts';

const fence = (info: string, body: string): string => `\`\`\`${info}\n${body}\n\`\`\`\n`;
const HINT = '(mend it, or say `no-check` if it is not meant to be whole)';

it.each([
  [
    'json',
    '{\n  "a": 1,\n}',
    '4:1+0 warning this fence is no valid JSON: expected a key in double quotes, found `}`',
  ],
  [
    'yaml',
    'a: [1',
    '3:1+0 warning this fence is no valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  [
    'yml title="x"',
    'a: 1\na: 2',
    '3:1+0 warning this fence is no valid YAML: the key `a` is given twice',
  ],
  ['toml', 'a = ', '2:5+0 warning this fence is no valid TOML: invalid value'],
  ['ini', 'a=1\n[b', '3:1+0 warning this fence is no valid INI: the section is not closed'],
])(
  'an untagged `%s` fence that does not parse is a finding at its line',
  async (info, body, expected) => {
    const [finding = ''] = await findingsOf('data-syntax', fence(info, body));
    expect(finding).toContain(expected.split(':').slice(0, 2).join(':'));
    expect(finding).toContain(HINT);
    expect(finding).toContain(expected.split(': ').at(-1));
  },
);

it.each([
  ['is right', fence('json', '[1, 2]')],
  ['says `no-check`', fence('json no-check', '{,}')],
  ['is an excerpt', fence('json', '{"a": 1,\n  ...\n}')],
  ['is a template', fence('yaml', 'a: {{ .Values.a }}\n{{- if b }}')],
  ['has placeholders', fence('json', '{"id": <your-id>}')],
  ['is in a language that nobody knows', fence('hocon', '{,}')],
  ['is YAML of several documents', fence('yaml', 'a: 1\n---\nb: 2')],
])('a fence that %s is none', async (_, text) => {
  expect(await findingsOf('data-syntax', text)).toEqual([]);
});
