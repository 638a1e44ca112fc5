import { example, type RuleTable } from './types.ts';

/** Rules about the front matter. */
export type FrontMatterRuleId =
  | 'bad-name'
  | 'bad-value'
  | 'name-collision'
  | 'unknown-key'
  | 'yaml-syntax';

/** Their documentation. */
export const FRONT_MATTER_RULES: RuleTable<FrontMatterRuleId> = {
  'bad-name': {
    severities: ['error'],
    summary: 'a param or a variable with a name that no environment variable can have',
    why: 'Params are exported to the steps under their names.',
    wrong: example`
---
runbook: {params: {my-port: {type: port, default: 8000}}}
---
`,
    right: example`
---
runbook: {params: {my_port: {type: port, default: 8000}}}
---
`,
  },
  'bad-value': {
    severities: ['error'],
    summary: 'a setting with a value that it cannot have',
    why: 'A setting that is ignored changes what the document does.',
    wrong: example`
---
runbook: {timeout: soon}
---
`,
    right: example`
---
runbook: {timeout: 10m}
---
`,
    fix: 'puts the near type of a param in its place, when there is one',
  },
  'name-collision': {
    severities: ['error'],
    summary:
      'a param or capture with the name of another one, or of a variable of the shell or the system',
    why: 'One would overwrite the other; a new `PATH` or `IFS` changes what every command means.',
    wrong: example`
---
runbook: {params: {path: {type: path, default: /srv}}}
---
`,
    right: example`
---
runbook: {params: {root: {type: path, default: /srv}}}
---
`,
  },
  'unknown-key': {
    severities: ['error'],
    summary: 'a key under `runbook:` that does not exist',
    why: 'A mistyped setting would silently not hold.',
    wrong: example`
---
runbook: {timout: 10m}
---
`,
    right: example`
---
runbook: {timeout: 10m}
---
`,
    fix: 'puts the near key in its place, when there is one',
  },
  'yaml-syntax': {
    severities: ['error'],
    summary: 'YAML that does not parse',
    why: 'None of what it says can be known.',
    wrong: example`
---
title: [Guide
---
`,
    right: example`
---
title: Guide
---
`,
  },
};
