/** @type {import('../types.ts').Tool} */
export const scrut = {
  name: 'scrut',
  language: 'Rust',
  checks: 'a bash of its own for each step, into which the state of the one before is loaded',
  checksOutput: true,
  checksStepByStep: true,
  ending: '.md',
  install: { by: 'cargo', package: 'scrut' },
  write: (steps) =>
    steps
      .map(({ code, output }, index) => {
        const lines = output.map((line) => (typeof line === 'string' ? line : '* (glob*)'));
        return `# Step ${index + 1}\n\n\`\`\`scrut\n$ ${[code, ...lines].join('\n')}\n\`\`\`\n`;
      })
      .join('\n'),
  run: (files) => ['test', ...files],
  runFolder: (folder) => ['test', folder],
};
