import { ATTRIBUTE_BEHAVIOURS, type Behaviour, ROLE_BEHAVIOURS } from './behaviours.ts';

const INTRODUCTION = `<!-- Written by \`node scripts/generate-docs.js\` from src/model/behaviours.ts. -->

# Guided, by hand, headless

What each role and each attribute of a step does when a person goes through the document step by step (*guided*), when a person
does the step in place of the run (*by hand*: a \`manual\` step, or any other one that was taken over), and when nobody is there
to be asked (*headless*: no terminal on both ends, \`CI\` in the environment, or \`--yes\`). A headless run never asks: where it would
have to, it is refused before anything runs, with exit code 2 and the flag that answers each question.
`;

/** The page \`docs/behaviours.md\`. */
export function describeBehaviours(): string {
  return [
    INTRODUCTION,
    '## Roles\n',
    ...describeTable('role', ROLE_BEHAVIOURS),
    '',
    '## Attributes\n',
    ...describeTable('attribute', ATTRIBUTE_BEHAVIOURS),
    '',
  ].join('\n');
}

function describeTable(head: string, rows: Readonly<Record<string, Behaviour>>): string[] {
  return [
    `| ${head} | guided | by hand | headless |`,
    '|---|---|---|---|',
    ...Object.entries(rows).map(
      ([name, { guided, byHand, headless }]) =>
        `| \`${name}\` | ${guided} | ${byHand} | ${headless} |`,
    ),
  ];
}
