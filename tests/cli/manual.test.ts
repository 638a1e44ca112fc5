import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { describeManual } from '../../src/cli/manual.ts';
import { listOptions } from '../../src/cli/options.ts';
import { TOPICS } from '../../src/help/topics.ts';
import { ROOT } from '../helpers/paths.ts';

const { man, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  man: string[];
  version: string;
};
// A list of one: npm links no page of a package that gives a text.
const PAGE = join(ROOT, ...man);
const shown = (): string =>
  execFileSync('mandoc', ['-T', 'utf8', '-O', 'width=78', PAGE], { encoding: 'utf8' }).replaceAll(
    // Bold and underlined characters are struck twice.
    /.\u0008/gu,
    '',
  );

describe('the manual page', () => {
  it('is that of the tables, and built', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(describeManual(version));
  });

  it('has no fault that mandoc knows: its lines are long, and it has no date, which would make each build another', () => {
    const { stdout, stderr } = spawnSync('mandoc', ['-T', 'lint', '-W', 'base', PAGE], {
      encoding: 'utf8',
    });
    const found = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
    expect(
      found.filter((line) => !/input text line longer than 80|missing date/.test(line)),
    ).toEqual([]);
  });

  it('has all commands, options, topics and exit codes', () => {
    const text = shown().replaceAll(/\s+/g, ' ');
    for (const [name, { operands }] of Object.entries(COMMANDS))
      expect(text).toContain(` runbook ${name} ${operands.replaceAll('…', '...')} `);
    for (const [name, { written }] of listOptions().filter(
      ([, { commands }]) => commands.length > 0,
    ))
      expect(text).toMatch(new RegExp(`--${written ?? name}\\b`));
    for (const name of Object.keys(TOPICS)) expect(text).toContain(` ${name} `);
    expect(text).toContain('129, 130, 143');
  });

  it('shows code as it is typed', () => {
    expect(shown().replaceAll(/\s+/g, ' ')).toContain(
      'source <(runbook completion bash) in ~/.bashrc',
    );
  });
});
