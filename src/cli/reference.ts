import { COMMANDS, type CommandName } from './commands.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { writeOption } from './help.ts';
import type { OptionSpec } from './option-types.ts';
import { LATER_OPTIONS, listOptions } from './options.ts';

const INTRODUCTION = `<!-- Written by \`node scripts/generate-docs.js\` from src/cli/commands.ts and src/cli/options.ts. -->

# The command line

\`runbook COMMAND [OPTION…]\`. \`runbook --help\` lists the commands, \`runbook COMMAND --help\` the options of one, and
\`runbook --version\` shows the version. \`runbook help TOPIC\` has parts of this documentation at hand, and \`man runbook\` is there where the
package was installed with \`npm install -g\`.
`;

const NOTES = `## Where a document is found

\`DOC\` is a path, or a name: \`.\`, \`runbooks/\` and \`docs/\` are searched in this order, each with and without \`.md\` added.

## Where the value of a param comes from

The first of these that has one:

1. \`--set NAME=VALUE\`, also when the value is empty
2. the file of \`--params\`, a YAML or JSON mapping of names to values, taken as they are written (\`08\` stays \`08\`)
3. the param's environment variable (\`env:\` of the document, or its name in capitals), from the caller's environment or
   from \`--env-file\`; one that is set but empty counts as not given, as CI systems set the variables of absent secrets
4. the default of the document; \`free\` for a port finds one that nobody listens on

A param that has no value and is not required is not exported to the steps. Command lines can be read by other users of
the host, so a secret belongs into the environment or into a file, not behind \`--set\`.

On a terminal (both ends, without \`CI\` and \`--yes\`) required params that have no value are asked for, in the order of the document, secrets
without echo; their source is then \`asked\`.

## What a run asks

\`manual\` steps, \`confirm\` questions, \`tty\` steps and missing params need a person. On a terminal \`run\`, \`resume\`, \`stop\` and \`update\`
ask. Elsewhere nothing ever asks: what would have to is refused before anything runs, exit code 2, with all the questions and the flag that
answers each. [Guided, by hand, headless](behaviours.md) says what every role and attribute does.

## The environment of the steps

That of the caller; over it \`LC_ALL=C.UTF-8 TZ=UTC COLUMNS=80 NO_COLOR=1 TERM=dumb\`, so that the same is printed
everywhere (\`FORCE_COLOR\` and \`CLICOLOR_FORCE\` are taken away); over that \`--env-file\`, then \`env\` of the document, then the
params. When the file of \`--env-file\` is missing, some releases of Node.js end the program themselves, with exit code 9
(nodejs/node#54232); nothing ran then either.

## Selection

The selection flags intersect. \`require\` steps always run, and a section includes its subsections. When steps are left out,
cleanup is suspended, and the run says so; \`--cleanup\` runs it nevertheless. A step that needs what a left-out step would have
captured is refused before anything runs.

## The page for readers

\`runbook export DOC --to markdown\` takes front matter and attributes away. Holes become \`<name>\` or \`<type>\`, \`<<...>>\`
becomes \`…\`, and an \`assert\` fence becomes plain text. Below each block of a step stands one line, its stamp:
\`<sub>proven by run 7f3k on 2026-11-23: passed in 0.4s</sub>\`, from a report that \`--proof\` names (written by
\`run --report jsonl=FILE\` for the same text of the document), or \`<sub>not proven: …</sub>\`. Nothing else on the page depends on a
run, so \`--check FILE\` can hold a committed page against the document.

## What \`check\` prints

\`pretty\` is for people, \`github\` for annotations in a workflow, \`json\` for editors and scripts:

\`\`\`json
{
  "version": 1,
  "documents": [
    {
      "file": "docs/guide.md",
      "problems": [
        {
          "rule": "unknown-role",
          "severity": "error",
          "line": 3,
          "column": 9,
          "length": 4,
          "message": "unknown role \`tset\`",
          "hint": "did you mean \`test\`?",
          "fix": "test"
        }
      ],
      "coverage": {"fences": 4, "run": 2, "parsed": 1, "inert": 0, "nothing": 1},
      "notes": []
    }
  ],
  "summary": {
    "documents": 1,
    "errors": 1,
    "warnings": 0,
    "fixed": 0,
    "coverage": {"fences": 4, "run": 2, "parsed": 1, "inert": 0, "nothing": 1}
  }
}
\`\`\`

Lines and columns count from 1, columns and lengths in UTF-16 code units. \`hint\` and \`fix\` can be \`null\`; a \`fix\` is what \`--fix\` puts in
place of exactly the text at that place. Of the \`fences\` of a document, \`run\` are steps and the expectations that check them,
\`parsed\` are untagged scripts and data whose syntax is right, \`inert\` say \`no-check\`, and \`nothing\` is known of the rest.
\`notes\` say what could not be looked at. Keys may be added; none changes while \`version\` is 1.

## Not yet in this version

These are recognised and refused with exit code 2.
`;

/** The text of `docs/cli.md`. */
export function describeReference(): string {
  const names = Object.keys(COMMANDS) as CommandName[];
  return [
    INTRODUCTION,
    ...names.map(describeOne),
    '## Exit codes\n',
    table(['Code', 'Meaning'], EXIT_CODES),
    NOTES,
    `Options: ${Object.keys(LATER_OPTIONS)
      .map((name) => code(`--${name}`))
      .join(' ')}\n`,
  ].join('\n');
}

function describeOne(name: CommandName): string {
  const { operands, summary, details } = COMMANDS[name];
  const options = listOptions().filter(([, spec]) => spec.commands.includes(name));
  return [
    `## \`runbook ${name} ${operands}\`\n`,
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n`,
    ...details.map((paragraph) => `${paragraph}\n`),
    table(['Option', ''], options.map(describeOption)),
  ].join('\n');
}

function describeOption([name, spec]: readonly [string, OptionSpec]): readonly [string, string] {
  return [code(writeOption(name, spec)), spec.help];
}

function table(
  head: readonly [string, string],
  rows: readonly (readonly [string, string])[],
): string {
  const lines = [head, ['---', '---'], ...rows].map((row) => `| ${row.join(' | ')} |\n`);
  return lines.join('');
}

function code(text: string): string {
  return `\`${text}\``;
}
