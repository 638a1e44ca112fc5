import { example, type RuleTable } from './types.ts';

/** Rules about captures and references. */
export type NameRuleId =
  | 'bad-reference'
  | 'duplicate-capture'
  | 'early-capture'
  | 'empty-section'
  | 'unknown-name'
  | 'unknown-section'
  | 'unused-capture';

/** Their documentation. */
export const NAME_RULES: RuleTable<NameRuleId> = {
  'bad-reference': {
    severities: ['error'],
    summary: '`${` that no reference begins with',
    why: 'It would be left as it is, which is hardly what was meant.',
    wrong: example`
'''text configure file=app.conf expand
port=\${my-port}
'''
`,
    right: example`
'''text configure file=app.conf expand
port=\\\${my-port}
'''
`,
  },
  'duplicate-capture': {
    severities: ['error'],
    summary: 'a name that is captured twice',
    why: 'A later step could not know which of the two it gets.',
    wrong: example`
'''bash run
echo 1 2
'''

'''output
<<a:int>> <<a:int>>
'''

'''bash run
echo "$a"
'''
`,
    right: example`
'''bash run
echo 1 1
'''

'''output
<<a:int>> <<a>>
'''

'''bash run
echo "$a"
'''
`,
  },
  'early-capture': {
    severities: ['warning'],
    summary: 'a shell step that uses a capture which only a later step sets',
    why: 'The variable is empty there, and an empty variable is rarely an error to a shell.',
    wrong: example`
'''bash run
echo "version $ver"
'''

'''bash run
echo 1.2.3
'''

'''output
<<ver:semver>>
'''

'''bash run
echo "$ver"
'''
`,
    right: example`
'''bash run
echo 1.2.3
'''

'''output
<<ver:semver>>
'''

'''bash run
echo "version $ver"
'''
`,
  },
  'empty-section': {
    severities: ['warning'],
    summary: 'an `on-fail=` that leads to a section in which nothing stands',
    why: 'Whoever is led there after a failure finds neither a word nor a `diagnose` block. Other steps of the section are not shown.',
    wrong: example`
# Start

'''bash run on-fail=#trouble
./start
'''

# Trouble
`,
    right: example`
# Start

'''bash run on-fail=#trouble
./start
'''

# Trouble

Is the disk full?

'''bash diagnose
df -h
'''
`,
  },
  'unknown-name': {
    severities: ['error'],
    summary: '`${name}` that stands for no param and no capture, or not yet',
    why: 'Nothing could be put in for it; a file block with `expand` would be written with a gap.',
    wrong: example`
'''text configure file=app.conf expand
port=\${port}
'''
`,
    right: example`
---
runbook: {params: {port: {type: port, default: 8000}}}
---

'''text configure file=app.conf expand
port=\${port}
'''
`,
    fix: 'puts the near name in its place, when there is one',
  },
  'unknown-section': {
    severities: ['error'],
    summary: 'a section that the document does not have',
    why: 'What belongs to it would run always, or never. Sections are named by their anchors, as GitHub makes them of headings.',
    wrong: example`
---
runbook:
  scenarios:
    production: [in-production]
---

# On production

'''bash run
true
'''
`,
    right: example`
---
runbook:
  scenarios:
    production: [on-production]
---

# On production

'''bash run
true
'''
`,
    fix: 'puts the near anchor in its place, when there is one',
  },
  'unused-capture': {
    severities: ['warning'],
    summary: 'a capture that no later step uses',
    why: 'Its name is exported to every later step for nothing, or the step that was to use it has another name for it.',
    wrong: example`
'''bash run
echo 1.2.3
'''

'''output
<<ver:semver>>
'''
`,
    right: example`
'''bash run
echo 1.2.3
'''

'''output
<<:semver>>
'''
`,
    fix: 'takes the name out and leaves the hole',
  },
};
