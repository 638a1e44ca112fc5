/** @type {import('../types.ts').Tool} */
export const runme = {
  name: 'runme',
  language: 'Go',
  checks: 'a shell of its own for each step; what it prints is shown, and held against nothing',
  checksOutput: false,
  checksStepByStep: false,
  ending: '.md',
  install: { by: 'go', package: 'github.com/stateful/runme/v3' },
  write: (steps) =>
    `# Steps\n\n${steps
      .map(({ code }, index) => `\`\`\`sh {"name":"s${index + 1}"}\n${code}\n\`\`\`\n`)
      .join('\n')}`,
  run: ([file]) => ['run', '--all', '--skip-prompts', '--filename', file],
};
