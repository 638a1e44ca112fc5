import { example, type RuleTable } from './types.ts';

/** Rules about expectations, captures and references. */
export type ExpectationRuleId =
  | 'bad-condition'
  | 'bad-constraint'
  | 'bad-hole'
  | 'bad-reference'
  | 'bad-path'
  | 'bad-regex'
  | 'bad-response'
  | 'bad-suffix'
  | 'duplicate-capture'
  | 'early-capture'
  | 'expectation-conflict'
  | 'json-syntax'
  | 'unattached-expectation'
  | 'unknown-name'
  | 'unknown-type'
  | 'unused-capture'
  | 'vacuous-expectation';

/** Their documentation. */
export const EXPECTATION_RULES: RuleTable<ExpectationRuleId> = {
  'bad-condition': {
    severities: ['error'],
    summary: 'a line of an `assert` fence that does not read as a condition',
    why: 'A condition that is not understood is not checked.',
    wrong: example`
'''bash run
echo hi
'''

'''assert
stdout has "hi"
'''
`,
    right: example`
'''bash run
echo hi
'''

'''assert
stdout contains "hi"
'''
`,
  },
  'bad-constraint': {
    severities: ['error'],
    summary: 'a hole whose constraint its type does not understand',
    why: 'The hole would take every value of its type.',
    wrong: example`
'''bash run
echo 1.2.3
'''

'''output
<<:semver two>>
'''
`,
    right: example`
'''bash run
echo 1.2.3
'''

'''output
<<:semver ^1.2>>
'''
`,
  },
  'bad-hole': {
    severities: ['error'],
    summary: '`<<…>>` that is no hole, or stands where none can',
    why: 'It would be compared as the characters that it is written with.',
    wrong: example`
'''bash run
echo 1
'''

'''output
<<a number>>
'''
`,
    right: example`
'''bash run
echo 1
'''

'''output
<<:number>>
'''
`,
  },
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
  'bad-path': {
    severities: ['error'],
    summary: 'a JSONPath that RFC 9535 does not have',
    why: 'A path that is not understood selects nothing, and what it should have selected is not checked.',
    wrong: example`
'''bash run
echo '{"items": [1]}'
'''

'''json expect path=$.items[
1
'''
`,
    right: example`
'''bash run
echo '{"items": [1]}'
'''

'''json expect path=$.items[0]
1
'''
`,
  },
  'bad-regex': {
    severities: ['error'],
    summary: 'a regular expression that RE2 does not understand',
    why: 'Expressions run in linear time, so that none can hang a run; look-around and back-references are not part of that.',
    wrong: example`
'''bash run
echo hi
'''

'''output
(?=hi).* (re)
'''
`,
    right: example`
'''bash run
echo hi
'''

'''output
hi.* (re)
'''
`,
  },
  'bad-response': {
    severities: ['error'],
    summary: 'an `http expect` without a status, or with a line that is no header',
    why: 'The status decides whether the step passes, so an expectation of a response always names it.',
    wrong: example`
'''http test
GET http://127.0.0.1:8000/
'''

'''http expect
content-type: text/html
'''
`,
    right: example`
'''http test
GET http://127.0.0.1:8000/
'''

'''http expect
HTTP 200
content-type: text/html
'''
`,
  },
  'bad-suffix': {
    severities: ['error'],
    summary: 'a suffix of a line that can never hold, or stands where it means nothing',
    why: 'The expectation could not pass.',
    wrong: example`
'''bash run
echo hi
'''

'''output
hi ({3,2})
'''
`,
    right: example`
'''bash run
echo hi
'''

'''output
hi ({1,2})
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
  'expectation-conflict': {
    severities: ['error'],
    summary: 'expectations of one step that cannot be had together, or not of such a step',
    why: '`output` is both streams through one pipe, as a terminal shows them; nothing can tell them apart afterwards.',
    wrong: example`
'''bash run
echo hi
'''

'''output
hi
'''

'''stdout
hi
'''
`,
    right: example`
'''bash run
echo hi
'''

'''stdout
hi
'''
`,
  },
  'json-syntax': {
    severities: ['error'],
    summary: 'a JSON expectation that does not parse',
    why: 'What is expected is not known.',
    wrong: example`
'''bash run
echo '{"a": 1}'
'''

'''json expect
{"a": }
'''
`,
    right: example`
'''bash run
echo '{"a": 1}'
'''

'''json expect
{"a": 1}
'''
`,
  },
  'unattached-expectation': {
    severities: ['error'],
    summary: 'an expectation that no step stands before, under its heading or one that encloses it',
    why: 'Every expectation that is written is checked; one that belongs to nothing would pass for ever.',
    wrong: example`
# One

'''bash run
echo hi
'''

# Two

'''output
hi
'''
`,
    right: example`
# One

'''bash run
echo hi
'''

'''output
hi
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
  'unknown-type': {
    severities: ['error'],
    summary: 'a hole with a type that does not exist',
    why: 'What it would match is not known.',
    wrong: example`
'''bash run
echo 1
'''

'''output
<<:integr>>
'''
`,
    right: example`
'''bash run
echo 1
'''

'''output
<<:int>>
'''
`,
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
  'vacuous-expectation': {
    severities: ['error'],
    summary: 'an expectation that holds whatever is printed',
    why: 'It looks like a check and is none. Other commands accept it; `check` does not.',
    wrong: example`
'''bash run
echo hi
'''

'''output
...
'''
`,
    right: example`
'''bash run
echo hi
'''

'''output
hi
...
'''
`,
  },
};
