/** @type {import('../types.ts').Tool} */
export const byexample = {
  name: 'byexample',
  language: 'Python',
  checks:
    'one bash at a pseudo-terminal; each step is typed at its prompt, and judged before the next',
  checksOutput: true,
  checksStepByStep: true,
  ending: '.md',
  install: { by: 'pip', package: 'byexample' },
  write: (steps) =>
    `# Steps\n\n${steps
      .map(({ code, output }) => {
        const lines = output.map((line) => (typeof line === 'string' ? line : '<...>'));
        return `\`\`\`shell\n$ ${code}\n${lines.join('\n')}\n\`\`\`\n`;
      })
      .join('\n')}`,
  // What a step may take at most is 2 s otherwise.
  run: (files) => ['--language', 'shell', '--no-progress-bar', '--timeout', '300', ...files],
  runFolder: (_, files) => ['--language', 'shell', '--no-progress-bar', '--jobs', '2', ...files],
};
