import { fileURLToPath } from 'node:url';

/** @type {import('../types.ts').Tool} */
export const runbook = {
  name: 'runbook',
  language: 'Node',
  checks: 'one bash for all steps; each is judged, and on record, before the next one begins',
  checksOutput: true,
  checksStepByStep: true,
  ending: '.md',
  write: (steps) =>
    `# Steps\n\n${steps
      .map(({ code, output }, index) => {
        const lines = output.map((line) => (typeof line === 'string' ? line : '...')).join('\n');
        const expectation = output.length === 0 ? '' : `\n\`\`\`output\n${lines}\n\`\`\`\n`;
        return `\`\`\`bash run id=s${index + 1}\n${code}\n\`\`\`\n${expectation}`;
      })
      .join('\n')}`,
  run: ([file]) => ['run', file, '--quiet'],
  runFolder: (folder) => ['test', `${folder}/*.md`, '--quiet', '--jobs', '2'],
};

/** The built program. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
