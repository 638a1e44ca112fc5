import { example, type RuleTable } from './types.ts';

/** Rules about the attributes of steps and expectations. */
export type AttributeRuleId =
  | 'attribute-conflict'
  | 'bad-attribute'
  | 'bad-info-string'
  | 'duplicate-attribute'
  | 'duplicate-id'
  | 'missing-attribute'
  | 'unknown-attribute'
  | 'unknown-step';

/** Their documentation. */
export const ATTRIBUTE_RULES: RuleTable<AttributeRuleId> = {
  'attribute-conflict': {
    severities: ['error'],
    summary: 'attributes that cannot stand together, or not on such a step',
    why: 'One of the two would be ignored, and nobody could tell which.',
    wrong: example`
'''bash run within=10s retry=2
curl -fsS localhost:8000
'''
`,
    right: example`
'''bash run within=10s
curl -fsS localhost:8000
'''
`,
  },
  'bad-attribute': {
    severities: ['error'],
    summary: 'an attribute whose value cannot be read',
    why: 'A value that is guessed or left out changes what the step does.',
    wrong: example`
'''bash run timeout=soon
make
'''
`,
    right: example`
'''bash run timeout=60s
make
'''
`,
  },
  'bad-info-string': {
    severities: ['error'],
    summary: 'an info string with a quote that is never closed, or with text glued to one',
    why: 'Where the value ends is not known, so neither is what the words after it are.',
    wrong: example`
'''bash run title="Build it
make
'''
`,
    right: example`
'''bash run title="Build it"
make
'''
`,
  },
  'duplicate-attribute': {
    severities: ['error'],
    summary: 'an attribute that is given twice',
    why: 'Only one of the two can hold.',
    wrong: example`
'''bash run timeout=5s timeout=9s
make
'''
`,
    right: example`
'''bash run timeout=9s
make
'''
`,
  },
  'duplicate-id': {
    severities: ['error'],
    summary: 'two steps with the same `id=`',
    why: 'An id names one step: in `for=`, in `--only` and in the record of a run.',
    wrong: example`
'''bash run id=build
make
'''

'''bash run id=build
make all
'''
`,
    right: example`
'''bash run id=build
make
'''

'''bash run id=build-all
make all
'''
`,
  },
  'missing-attribute': {
    severities: ['error'],
    summary: 'an attribute without the one that it needs, such as `background` without `ready`',
    why: 'Without `ready` the next step would start before the server listens: it works on a fast day.',
    wrong: example`
'''bash run background
python3 -m http.server 8000
'''
`,
    right: example`
'''bash run background ready=port:8000
python3 -m http.server 8000
'''
`,
  },
  'unknown-attribute': {
    severities: ['error'],
    summary: 'an attribute that does not exist, or not there',
    why: 'If it was ignored, the step would not do what its tag says.',
    wrong: example`
'''bash run retyr=3
make
'''
`,
    right: example`
'''bash run retry=3
make
'''
`,
    fix: 'puts the near name in its place, when there is one',
  },
  'unknown-step': {
    severities: ['error'],
    summary: '`for=`, `stops=` or `expect-fail` with an id that no step has',
    why: 'An expectation that belongs to no step checks nothing.',
    wrong: example`
'''bash run id=greet
echo hi
'''

'''output for=great
hi
'''
`,
    right: example`
'''bash run id=greet
echo hi
'''

'''output for=greet
hi
'''
`,
    fix: 'puts the near id in its place, when there is one',
  },
};
