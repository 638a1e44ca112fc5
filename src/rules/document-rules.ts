import { example, type RuleTable } from './types.ts';

/** Rules about a whole document, which `check` alone looks at. */
export type DocumentRuleId =
  | 'bash-syntax'
  | 'broken-anchor'
  | 'broken-link'
  | 'broken-reference'
  | 'data-syntax'
  | 'external-link'
  | 'missing-binary'
  | 'not-text'
  | 'secret'
  | 'shellcheck'
  | 'unproven-item';

/** Their documentation. */
export const DOCUMENT_RULES: RuleTable<DocumentRuleId> = {
  'bash-syntax': {
    severities: ['error', 'warning'],
    summary: 'a shell block that `bash -n` does not parse',
    why: 'Bash reads a block as it runs it, so the commands before the mistake would have been executed. A warning on a block that is not tagged. Blocks that show a prompt (`$ make`) are no scripts, and placeholders (`<name>`) in untagged ones are none of its business.',
    wrong: example`
'''bash run
if true; then
  echo yes
'''
`,
    right: example`
'''bash run
if true; then
  echo yes
fi
'''
`,
  },
  'broken-anchor': {
    severities: ['error'],
    summary: 'a link to a heading or anchor that is not there',
    why: 'The reader lands at the top of the page. Anchors are those that GitHub makes of headings, and `id` or `name` of an HTML element.',
    wrong: example`
# Start

See [how to stop](#stopping).

# Stop
`,
    right: example`
# Start

See [how to stop](#stop).

# Stop
`,
    fix: 'puts the near anchor in its place, when there is one',
  },
  'broken-link': {
    severities: ['error'],
    summary: 'a link or an image whose file is not there',
    why: 'Files are renamed, and the documents that name them are forgotten. A path that begins with `/` starts at the root of the repository; one that leaves it cannot be checked.',
    wrong: example`
See [the other guide](no-such-guide.md).
`,
    right: example`
See [the other guide](doc.md).
`,
  },
  'broken-reference': {
    severities: ['warning'],
    summary: '`[text][label]` with a label that is defined nowhere',
    why: 'Readers see the brackets, and no link.',
    wrong: example`
See [the manual][manual].

[manul]: doc.md
`,
    right: example`
See [the manual][manual].

[manual]: doc.md
`,
    fix: 'puts the near label in its place, when there is one',
  },
  'data-syntax': {
    severities: ['warning'],
    summary: 'an untagged fence in JSON, YAML, TOML or INI that does not parse',
    why: 'Readers copy it. An excerpt with a line that is `...` is taken as such; `no-check` says so of any other.',
    wrong: example`
'''json
{"port": 8000,}
'''
`,
    right: example`
'''json
{"port": 8000}
'''
`,
  },
  'external-link': {
    severities: ['error', 'warning'],
    summary:
      'with `--external`: a link to another site that does not answer, or says that there is nothing',
    why: 'Other sites change without notice. An answer of 404 or 410 and a host that does not exist are errors; a time-out or a fault of the server may be over tomorrow, and is a warning. Answers that ask for a login, or for fewer requests, prove that the page is there.',
    wrong: example`
See [the manual](http://127.0.0.1:9/gone).
`,
    right: example`
See [the manual](doc.md).
`,
  },
  'missing-binary': {
    severities: ['warning'],
    summary: 'a step that calls a program which is not on this host',
    why: 'It would fail half way. Nothing is said where the document may bring the program itself or asks for it: after an `install` step, after a package manager, after anything that changes `PATH`, and for names that a `require` step, an `if=` or an `unless=` mentions.',
    wrong: example`
'''bash run
no-such-program --version
'''
`,
    right: example`
'''bash require
command -v no-such-program
'''

'''bash run
no-such-program --version
'''
`,
  },
  'not-text': {
    severities: ['error'],
    summary: 'a document that is not UTF-8 text',
    why: 'What its bytes mean is a guess, so nothing of it is run.',
    wrong: '\uFFFD\n',
    right: 'Text\n',
  },
  secret: {
    severities: ['error'],
    summary: 'a literal key, token or private key, anywhere in the document',
    why: 'Whoever can read the document has it. Make it a param with `secret: true`. Obvious placeholders (`AKIAIOSFODNN7EXAMPLE`, `sk-xxxx…`) are none.',
    wrong: example`
'''bash run
export GITHUB_TOKEN=ghp_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX
'''
`,
    right: example`
---
runbook: {params: {github_token: {secret: true}}}
---

'''bash run
test -n "$GITHUB_TOKEN"
'''
`,
  },
  shellcheck: {
    severities: ['error', 'warning'],
    summary: 'what ShellCheck finds in the shell steps, where it is installed',
    why: 'It knows the traps of the shell. Its errors and warnings count, with their codes; what makes no sense where state is carried from step to step and `errexit` is on is left out.',
    wrong: example`
'''bash run
for file in $(ls *.txt); do rm "$fiel"; done
[ -n $x ] && echo "$file" >> "$y"
echo "$x" | read line
'''
`,
    right: example`
'''bash run
for file in *.txt; do rm -- "$file"; done
'''
`,
  },
  'unproven-item': {
    severities: ['warning'],
    summary: 'an item of the checklist that links to a section in which no step runs',
    why: 'An item with a link is held against the steps of that section, so this one can never count as done. Cleanup steps prove nothing: they run at the end whatever happened.',
    wrong: example`
- [ ] [It answers](#what-it-does)

# What it does

It answers every question.
`,
    right: example`
- [ ] [It answers](#test)

# Test

'''bash test
echo yes
'''

'''output
yes
'''
`,
  },
};
