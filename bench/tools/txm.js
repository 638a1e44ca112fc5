/** @type {import('../types.ts').Tool} */
export const txm = {
  name: 'txm',
  language: 'Node',
  checks: 'a bash of its own for each step, as many at once as there are cores; no state is shared',
  checksOutput: true,
  checksStepByStep: true,
  ending: '.md',
  install: { by: 'npm', package: 'txm' },
  write: (steps) => {
    const entries = steps.map(({ code, output }, index) => {
      if (output.some((line) => typeof line !== 'string'))
        throw new Error('its format has no words for any number of lines');
      return [
        `<!-- !test in ${index} -->\n\n\`\`\`bash\n${code}\n\`\`\`\n`,
        `<!-- !test out ${index} -->\n\n\`\`\`\n${output.join('\n')}\n\`\`\`\n`,
      ].join('\n');
    });
    return `# Steps\n\n<!-- !test program bash -->\n\n${entries.join('\n')}`;
  },
  run: ([file]) => [file],
};
