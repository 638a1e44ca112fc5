import { example, type RuleTable } from './types.ts';

/** Rules about holes, suffixes and expressions. */
export type PatternRuleId =
  | 'bad-constraint'
  | 'bad-escape'
  | 'bad-hole'
  | 'bad-regex'
  | 'bad-suffix'
  | 'unknown-type';

/** Their documentation. */
export const PATTERN_RULES: RuleTable<PatternRuleId> = {
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
};
