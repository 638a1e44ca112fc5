export type CommandName =
  | 'run'
  | 'step'
  | 'test'
  | 'plan'
  | 'list'
  | 'check'
  | 'update'
  | 'history'
  | 'report'
  | 'stop'
  | 'resume'
  | 'shell'
  | 'import'
  | 'export'
  | 'init'
  | 'completion'
  | 'help';

export interface CommandSpec {
  /** What follows the name: `DOC`, `[FILE…]`. */
  readonly operands: string;
  /** Smallest and largest number of operands. */
  readonly count: readonly [number, number];
  /** One line. */
  readonly summary: string;
  /** More for the command's own help, as paragraphs. */
  readonly details: readonly string[];
}

/** The one table of commands: it feeds dispatch, the help texts and `docs/cli.md`. */
export const COMMANDS: Readonly<Record<CommandName, CommandSpec>> = {
  run: {
    operands: 'DOC',
    count: [1, 1],
    summary: 'run a document and hold what it prints against what it says',
    details: [
      'DOC is a path, or a name found in `.`, `runbooks/` or `docs/`, with or without `.md`.',
      'Steps run in document order in one shell, `require` steps first. Every expectation is checked. What was started is stopped at the end, and `cleanup` steps run.',
      'Ctrl-C stops the step under way and cleans up; a second one kills everything at once.',
    ],
  },
  step: {
    operands: 'DOC',
    count: [1, 1],
    summary: 'go through a document by hand, one step at a time',
    details: [
      'The same run, with the document on the screen: before each step its text, its command and what is expected. Nothing runs before its key is pressed, and no key approves anything by default; ? explains the keys.',
      'After a failure the step can be tried again, changed for this run, ignored, skipped, or marked as done by hand, each with a reason that is on record; the run then ends with 4, not 0. q leaves everything as it is, and `runbook resume` goes on from there.',
      'It takes a terminal. docs/guided-mode.md shows what it looks like.',
    ],
  },
  test: {
    operands: '[GLOB…]',
    count: [0, Number.POSITIVE_INFINITY],
    summary: 'run every document of a documentation, each by itself, and tell how much is proven',
    details: [
      'GLOB is as for `check`; without one, README.md and every document below docs/ are run. Runbooks act on the host, so they run where they are named.',
      'Each document has a shell, an empty working directory and an empty HOME of its own; this does not isolate what a step does to the system. Documents are shown in their order, whichever ends first, and what they leave running is stopped.',
      'A document may say in its front matter that it is left out (`test: {skip: REASON}`), what it needs in its environment (`env`), and which step has to fail (`expect-fail: ID`).',
      '--timeout limits each run of a document. --set goes to the documents that have the param. Records of what failed are kept in `tests/` of the state folder. docs/testing-documents.md tells more.',
    ],
  },
  plan: {
    operands: 'DOC',
    count: [1, 1],
    summary: 'show exactly what `run` would do, and do nothing',
    details: [
      'Order, commands, expectations, params with their source, and files as differences from what is on disk.',
      'A required param without a value is shown as `<name>`, with the ways to give it: `run` asks for it on a terminal, and is refused elsewhere.',
    ],
  },
  list: {
    operands: 'DOC',
    count: [1, 1],
    summary: 'list the steps with their ids, roles and lines',
    details: ['Ids, roles and headings are what --from, --until, --only and --skip take.'],
  },
  check: {
    operands: '[GLOB…]',
    count: [0, Number.POSITIVE_INFINITY],
    summary: 'find everything that can be known to be wrong without running',
    details: [
      'GLOB is a Markdown file, a folder, a name as for `run`, or a pattern such as `docs/**/*.md` (`!docs/old/**` leaves out again); without one, every document of `.`, `runbooks/` and `docs/` is checked. Nothing of a document is executed.',
      'The rules are explained in docs/rules.md. At the end stands how much of each document is proven: the fences that run, those whose syntax was checked, those that say `no-check`, and those that nothing is known of.',
    ],
  },
  update: {
    operands: 'DOC',
    count: [1, 1],
    summary: 'run a document and bring what it expects in line with what it prints',
    details: [
      'The smallest changes of the expectations are shown as a patch. On a terminal each is asked for: y writes it, n leaves it, p takes a pattern instead of the text, e opens an editor, q ends with what was agreed to. Elsewhere nothing is written without --yes.',
      'Patterns that hold keep their text. One that fails is never replaced by text without an explicit answer, conditions are never changed, and an exit code only with --accept-exit.',
      'Exit 1 when anything is left that does not hold, or the run failed for another reason.',
    ],
  },
  history: {
    operands: '[DOC]',
    count: [0, 1],
    summary: 'list past runs, the newest first',
    details: [
      'DOC shows the runs of one document, which need not exist any more. `--state-dir` names the folder that the records are in.',
    ],
  },
  report: {
    operands: 'RUN…',
    count: [1, Number.POSITIVE_INFINITY],
    summary: 'show past runs again, from their records, or make one report of several',
    details: [
      'RUN is the id of a run, or its beginning; `runbook history` lists them. The exit code says whether there is a report, not how the run ended.',
      'With --merge the operands are files that `--report` has written, such as those of the shards of a job: jsonl files become any kind of report, junit files one junit file. docs/reports.md shows each kind.',
    ],
  },
  resume: {
    operands: '[RUN]',
    count: [0, 1],
    summary:
      'go on with a run that failed or was interrupted, from its first step that did not pass',
    details: [
      'RUN is the id of a run, or its beginning; without it, the last run of this folder that has not come to its end. A run whose cleanup has run cannot be resumed.',
      'Blocks of the document that were changed since are listed, and run again with all that follow them. Blocks that a person changed for the run stay so. `require` steps always run again, and background steps that were up are started again. Params, captures and the state of the shell are those of before; secrets are not stored, so they are read again.',
      'Settings of the front matter that were changed are listed and apply from here on; params keep their values, whatever their defaults have become, and the working directory stays. --set gives a param another value for what is run from here on: it is recorded, and steps that were done before are not run again for it.',
      'A step in the middle of which the engine was killed may have done its work or not: unless its role is require, configure, test or health, say --redo or --skip-interrupted. `runbook help records` tells what else can be done.',
    ],
  },
  shell: {
    operands: 'DOC',
    count: [1, 1],
    summary: 'open a shell in the state that the last run of a document has left',
    details: [
      'DOC is a document as for `run`, or the id of a run. The shell has the variables, functions and directory that the last step left, or the step that --at names, whether it passed or failed.',
      'Nothing that is done in it changes the run. Secrets are not stored, so they are read again; what cannot be had is named.',
    ],
  },
  stop: {
    operands: '[RUN]',
    count: [0, 1],
    summary: 'end what a run has left running, and run the cleanup that it left out',
    details: [
      'RUN is the id of a run, or its beginning; without it, the last run of this folder that left something. That is what --keep left, a cleanup that was suspended, and everything of a run whose engine died.',
      'Cleanup steps are those of the document as it was run, in the state that its last step left. Secrets are not stored, so they are read again.',
      'Exit 0 as well when there was nothing to stop, 1 when a cleanup step failed.',
    ],
  },
  import: {
    operands: 'FILE',
    count: [1, 1],
    summary: 'make a runbook from a document of another tool',
    details: [
      '--from says which tool it was written for. The runbook is written to stdout, or to the file of --out.',
      'What has no counterpart is kept as a comment in its place, and told on stderr with its line. `runbook test --dialect` runs such documents as they are. docs/import.md says for each tool what becomes of what.',
    ],
  },
  export: {
    operands: 'DOC',
    count: [1, 1],
    summary: 'make the page for readers from a document, or a script',
    details: [
      'For the page, attributes and front matter are taken away, expected outputs are kept, and each block is stamped with the run that proved it.',
      'With --to bash all steps become one script with the same checks of exit codes; what it does not check is named in it.',
    ],
  },
  init: {
    operands: '[DIR]',
    count: [0, 1],
    summary: 'write a runbook that passes, and its test, to begin with',
    details: [
      'runbooks/first.md deploys a small server, tests it and cleans up; tests/runbooks.test.js makes each of its steps a test of vitest. A folder without a package.json gets one, and a .gitignore. Nothing that is there is changed.',
    ],
  },
  completion: {
    operands: 'SHELL',
    count: [1, 1],
    summary: 'print what makes a shell complete commands and options',
    details: [
      'SHELL is bash, zsh or fish. Put it into the shell that you use: `source <(runbook completion bash)` in ~/.bashrc, `source <(runbook completion zsh)` behind `compinit` in ~/.zshrc, `runbook completion fish | source` in ~/.config/fish/config.fish.',
    ],
  },
  help: {
    operands: '[TOPIC]',
    count: [0, 1],
    summary: 'explain a topic, a command or a rule of `check`; without one, list them',
    details: [
      'The texts are those of the documentation, and are part of the program: nothing is looked up elsewhere. `runbook help keys | less` to go through a long one.',
    ],
  },
};

/** Whether a word is the name of a command. */
export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}
