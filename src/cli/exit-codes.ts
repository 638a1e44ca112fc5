/** What the program's exit codes mean; `docs/cli.md` shows this table. */
export const EXIT_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'every selected step passed'],
  [
    '1',
    'a step or an expectation failed, or a document was flaky; `check`, `update` and `export --check` found something',
  ],
  ['2', 'wrong usage, or the document is invalid; nothing ran'],
  ['3', 'nothing was executed'],
  [
    '4',
    'ended by you before its end, or passed but for steps that count as done by your word alone',
  ],
  [
    '5',
    'the engine itself failed, or a report that was asked for is not whole (instead of 0, 3, 4)',
  ],
  ['129, 130, 143', 'interrupted by SIGHUP, SIGINT, SIGTERM, after cleanup'],
];

export const EXIT_FOUND = 1;
export const EXIT_USAGE = 2;
export const EXIT_ENGINE = 5;
/** By Ctrl-C, as shells say it. */
export const EXIT_INTERRUPTED = 130;
