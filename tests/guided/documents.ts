/** Documents that several tests go through. */

/** Three steps of which each needs the one before it. */
export const GREETING = `# Greeting

A service that greets **everyone** who asks.

## Configure

The greeting stands in a file:

\`\`\`ini configure file=hello.ini
greeting = hello
\`\`\`

## Start

It reads the file when it starts.

\`\`\`bash run id=start
export GREETING=$(sed -n 's/^greeting = //p' hello.ini)
echo "serving $GREETING"
\`\`\`

\`\`\`output
serving <<word:word>>
\`\`\`

## Test

\`\`\`bash test id=greet
echo "$GREETING, world"
\`\`\`

\`\`\`output
hello, world
\`\`\`
`;

/** Blocks under a heading of their own each: their ids are the headings. */
export function sections(blocks: Readonly<Record<string, string>>, title = 'Steps'): string {
  const texts = Object.entries(blocks).map(([heading, block]) => `## ${heading}\n\n${block}\n`);
  return `# ${title}\n\n${texts.join('\n')}`;
}

/** A fence. */
export function fence(info: string, ...lines: readonly string[]): string {
  return `\`\`\`${[info, ...lines].join('\n')}\n\`\`\`\n`;
}

/** Three steps that print their names; the second one fails until \`fixed\` is there. */
export const BROKEN: string = sections({
  First: fence('bash run', 'here=first', 'echo first'),
  Second: fence('bash run', 'here=second; touch was-tried', 'test -e fixed'),
  Third: fence('bash run', 'echo "third after $here"'),
});

/** Two steps that print their names. */
export const TWO: string = sections({
  First: fence('bash run', 'echo first'),
  Second: fence('bash run', 'echo second'),
});
