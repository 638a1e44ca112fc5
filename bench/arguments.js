import { parseArgs } from 'node:util';

/** What was asked for; a `problem` that is `undefined` asks for the usage. */
export function parseArguments(args, known) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        'no-peers': { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        write: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return { problem: error.message };
  }
  const { values, positionals } = parsed;
  if (values.help) return { problem: undefined };
  const stranger = positionals.find((name) => !known.some((one) => one.name === name));
  if (stranger !== undefined) {
    const names = known.map(({ name }) => name).join(', ');
    return { problem: `there is no measurement \`${stranger}\`; there are ${names}` };
  }
  const whole = known.filter(({ isExtra }) => isExtra !== true);
  return {
    measurements:
      positionals.length === 0 ? whole : known.filter(({ name }) => positionals.includes(name)),
    isQuick: values.quick,
    hasPeers: !values['no-peers'],
    isStrict: values.strict,
    file: values.write,
    // What is less than all of it, or a glance, does not become the page.
    isWhole: positionals.length === 0 && !values.quick && !values['no-peers'],
  };
}

export function describeUsage(known) {
  const rows = known.map(
    ({ name, summary, isExtra }) =>
      `  ${name.padEnd(16)}${summary}${isExtra === true ? ' (by name only)' : ''}`,
  );
  return [
    'Usage: npm run bench -- [NAME…] [--quick] [--no-peers] [--strict] [--write FILE]',
    '',
    'Without a NAME everything is measured and docs/performance.md is written.',
    '',
    ...rows,
    '',
    '  --quick         few rounds and small documents: to see that it works',
    '  --no-peers      only our own program',
    '  --strict        exit with 1 when a target is not kept',
    '  --write FILE    write the page there',
    '',
    'Exits with 1 when something of our own failed.',
  ].join('\n');
}
