import { example, type RuleTable } from './types.ts';

/** Rules about expectations. */
export type ExpectationRuleId =
  | 'bad-condition'
  | 'bad-constraint'
  | 'bad-escape'
  | 'bad-hole'
  | 'bad-path'
  | 'bad-regex'
  | 'bad-response'
  | 'bad-suffix'
  | 'expectation-conflict'
  | 'json-syntax'
  | 'unattached-expectation'
  | 'unknown-type'
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
  'bad-escape': {
    severities: ['error'],
    summary: 'an escape in an `(esc)` line that does not exist',
    why: 'A backslash that is taken for itself would match nothing that the author meant.',
    wrong: example`
'''bash run
printf 'a\\tb\\n'
'''

'''output
a\\qb (esc)
'''
`,
    right: example`
'''bash run
printf 'a\\tb\\n'
'''

'''output
a\\tb (esc)
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
  'bad-path': {
    severities: ['error'],
    summary: 'a JSONPath that RFC 9535 does not have',
    why: 'A path that is not understood selects nothing, and what it should have selected is not checked.',
    wrong: example`
'''bash run
echo '{"items": [1]}'
'''

'''assert
json $.items[ has length == 1
'''
`,
    right: example`
'''bash run
echo '{"items": [1]}'
'''

'''assert
json $.items has length == 1
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
  'unknown-type': {
    severities: ['error'],
    summary: 'a hole with a type that does not exist',
    fix: 'puts the near type in its place, when there is one',
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
