import { example, type RuleTable } from './types.ts';

/** Rules about expectations. */
export type ExpectationRuleId =
  | 'bad-condition'
  | 'bad-path'
  | 'bad-response'
  | 'expectation-conflict'
  | 'json-syntax'
  | 'unattached-expectation'
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
