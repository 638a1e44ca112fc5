import { example, type RuleTable } from './types.ts';

/** Rules about steps: their tags, languages and files. */
export type StepRuleId =
  | 'data-language'
  | 'file-path'
  | 'file-syntax'
  | 'http-syntax'
  | 'missing-interpreter'
  | 'mistyped-tag'
  | 'no-expectation'
  | 'unreachable-step'
  | 'unclosed-fence'
  | 'unknown-language'
  | 'unknown-role';

/** Their documentation. */
export const STEP_RULES: RuleTable<StepRuleId> = {
  'data-language': {
    severities: ['error'],
    summary: 'a step in a language that nothing executes',
    why: 'Data can be the content of a file, but it cannot run.',
    wrong: example`
'''yaml configure
port: 8000
'''
`,
    right: example`
'''yaml configure file=app.yaml
port: 8000
'''
`,
  },
  'file-path': {
    severities: ['error'],
    summary: 'a `file=` that leaves the workdir or names no file',
    why: 'A document writes in its own folder, so that trying it out changes nothing else on the host.',
    wrong: example`
'''ini configure file=/etc/app.ini
port=8000
'''
`,
    right: example`
'''ini configure file=app.ini
port=8000
'''
`,
  },
  'file-syntax': {
    severities: ['error'],
    summary: 'a file block in JSON, YAML, TOML or INI that does not parse',
    why: 'Whatever reads the file would refuse it, later and with less to go by.',
    wrong: example`
'''json configure file=app.json
{"port": 8000,}
'''
`,
    right: example`
'''json configure file=app.json
{"port": 8000}
'''
`,
  },
  'http-syntax': {
    severities: ['error'],
    summary: 'an `http` block that does not read as a request',
    why: 'What would be sent is not known: a method, an absolute URL, headers, a blank line and a body.',
    wrong: example`
'''http run
post http://127.0.0.1:8000/items
'''
`,
    right: example`
'''http run
POST http://127.0.0.1:8000/items
'''
`,
    fix: 'writes a method in capital letters',
  },
  'missing-interpreter': {
    severities: ['error'],
    summary: 'a step whose interpreter, or what runs it as another user, is not on this host',
    why: 'The step could not run, and what stands before it would have changed the host by then.',
    wrong: example`
'''lua run
print(1)
'''
`,
    right: example`
'''bash run
echo 1
'''
`,
  },
  'mistyped-tag': {
    severities: ['warning'],
    summary: 'an untagged fence that looks as if it was meant to be a step or an expectation',
    why: 'What is not tagged is prose: it never runs and checks nothing, and nobody notices.',
    wrong: example`
'''bash run
echo 1
'''

'''ouput
1
'''
`,
    right: example`
'''bash run
echo 1
'''

'''output
1
'''
`,
    fix: 'puts the meant word in its place',
  },
  'no-expectation': {
    severities: ['warning'],
    summary: 'a `test` or `health` step that nothing but its exit code is checked of',
    why: 'Many commands exit with 0 whatever they print, `curl` without `-f` on an error page for one.',
    wrong: example`
'''bash test
curl -sS localhost:8000
'''
`,
    right: example`
'''bash test
curl -sS localhost:8000
'''

'''output
...
ready
'''
`,
  },
  'unclosed-fence': {
    severities: ['error', 'warning'],
    summary: 'a fence that is never closed',
    why: 'It takes everything up to the end of the document for its content, other steps included. A warning on a fence that does not run.',
    wrong: example`
'''bash run
make
`,
    right: example`
'''bash run
make
'''
`,
  },
  'unknown-language': {
    severities: ['error'],
    summary: 'a step in a language for which no interpreter is known',
    why: 'Nothing would run it.',
    wrong: example`
'''cobol run
STOP RUN.
'''
`,
    right: example`
'''bash run
true
'''
`,
    fix: 'puts the near name in its place, when there is one',
  },
  'unknown-role': {
    severities: ['error'],
    summary: 'a second word that is near a role, or that attributes follow, and is no role',
    why: 'A mistyped tag would silently never run.',
    wrong: example`
'''bash rnu
make
'''
`,
    right: example`
'''bash run
make
'''
`,
    fix: 'puts the near role in its place, when there is one',
  },
  'unreachable-step': {
    severities: ['warning'],
    summary: 'a `diagnose` step that no failure leads to, or a `rollback` step that undoes nothing',
    why: 'It never runs, and whoever needs it finds out when something is broken. A `diagnose` step runs when a step fails whose `on-fail=` names its section; a `rollback` step undoes the steps between it and the previous one of its section.',
    wrong: example`
# Start

'''bash run
./start
'''

# Trouble

'''bash diagnose
df -h
'''
`,
    right: example`
# Start

'''bash run on-fail=#trouble
./start
'''

# Trouble

'''bash diagnose
df -h
'''
`,
  },
};
