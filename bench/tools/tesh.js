/** @type {import('../types.ts').Tool} */
export const tesh = {
  name: 'tesh',
  language: 'Python',
  checks:
    'one bash at a pseudo-terminal; each step is typed at its prompt, and judged before the next',
  checksOutput: true,
  checksStepByStep: true,
  ending: '.md',
  install: { by: 'pip', package: 'tesh' },
  write: (steps) => {
    const entries = steps.map(({ code, output }) => {
      const lines = output.map((line) => (typeof line === 'string' ? line : '...'));
      return `$ ${[code, ...lines].join('\n')}\n`;
    });
    return `# Steps\n\n\`\`\`console tesh-session="steps"\n${entries.join('')}\`\`\`\n`;
  },
  // Without it, a failure opens a debugger.
  run: (files) => ['--no-debug', ...files],
  runFolder: (folder) => ['--no-debug', folder],
};
