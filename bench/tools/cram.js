/** @type {import('../types.ts').Tool} */
export const cram = {
  name: 'cram',
  language: 'Python',
  checks:
    'the whole document is written into one bash; what came out is split and compared when that has ended, so no step waits for the verdict on another',
  checksOutput: true,
  checksStepByStep: false,
  ending: '.t',
  install: { by: 'pip', package: 'cram' },
  write: (steps) =>
    steps
      .map(({ code, output }) => {
        if (output.some((line) => typeof line !== 'string'))
          throw new Error('its format has no words for any number of lines');
        return `Step\n\n  $ ${code}\n${output.map((line) => `  ${line}\n`).join('')}`;
      })
      .join('\n'),
  run: (files) => ['--shell=bash', ...files],
  runFolder: (_, files) => ['--shell=bash', ...files],
};
