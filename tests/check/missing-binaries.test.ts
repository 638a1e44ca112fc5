import { describe, expect, it } from 'vitest';
import { findCommandWords } from '../../src/check/shell-commands.ts';
import { findingsOf } from './check-text.ts';

const step = (info: string, body: string): string => `\`\`\`${info}\n${body}\n\`\`\`\n\n`;
const findings = (text: string): Promise<string[]> => findingsOf('missing-binary', text);

describe('a program that is not here is found', () => {
  it.each([
    ['at the beginning of a step', 'nosuch --version', '2:1+6'],
    ['after other commands', 'echo a && nosuch', '2:11+6'],
    ['in a pipe', 'echo a | nosuch -x', '2:10+6'],
    ['after an assignment', 'A=1 nosuch', '2:5+6'],
    ['in a condition', 'if nosuch; then echo; fi', '2:4+6'],
    ['on a later line', 'echo a\n  nosuch', '3:3+6'],
    ['in a group', '{ nosuch; }', '2:3+6'],
  ])('%s', async (_, body, place) => {
    expect(await findings(step('bash run', body))).toEqual([
      `${place} warning there is no \`nosuch\` on this host's PATH (install it in an \`install\` step, or ask for it in a \`require\` step: \`command -v nosuch\`)`,
    ]);
  });

  it('once, however often it is called', async () => {
    expect(await findings(step('bash run', 'nosuch a\nnosuch b'))).toHaveLength(1);
  });
});

describe('nothing is said', () => {
  it.each([
    [
      'of builtins and keywords',
      step('bash run', 'cd /; [[ -n a ]] && : ; for a in b; do echo $a; done'),
    ],
    ['of what is here', step('bash run', 'ls | sort')],
    [
      'of functions of the document',
      step('bash run', 'nosuch() {\n  echo\n}') + step('bash run', 'nosuch'),
    ],
    ['of what is given by a path', step('bash run', './nosuch; ~/nosuch; "$HOME/nosuch"')],
    ['after an install step', step('bash install', 'true') + step('bash run', 'nosuch')],
    [
      'after a package manager',
      step('bash run', 'apt-get install -y nosuch') + step('bash run', 'nosuch'),
    ],
    [
      'after a new PATH',
      step('bash run', 'export PATH="$PWD/bin:$PATH"') + step('bash run', 'nosuch'),
    ],
    [
      'of what a prerequisite asks for',
      step('bash run', 'nosuch') + step('bash require', 'command -v nosuch'),
    ],
    ['of what is looked for', step('bash run', 'if command -v nosuch; then nosuch; fi')],
    ['under a condition', step("bash run if='command -v nosuch'", 'nosuch')],
    [
      'of what another condition mentions',
      step("bash run unless='command -v nosuch'", 'true') + step('bash run', 'nosuch'),
    ],
    ['of arguments', step('bash run', 'echo nosuch \\\n  nosuch')],
    ['of text in quotes', step('bash run', 'echo "a\nnosuch b"')],
    ['of here-documents', step('bash run', 'cat <<X\nnosuch\nX\nnosuch')],
    ['of patterns of a `case`', step('bash run', 'case a in\n  nosuch) ;;\nesac')],
    ['of comments', step('bash run', '# nosuch\necho # nosuch')],
    ['of blocks that do not run', step('bash', 'nosuch') + step('bash no-check', 'nosuch')],
    ['of other languages', step('python run', 'nosuch()')],
    ['of an array', step('bash run', 'a=(nosuch b)\nb=(\nnosuch\n)')],
  ])('%s', async (_, text) => {
    expect(await findings(text)).toEqual([]);
  });
});

it('tells the words at which commands begin', () => {
  const words = findCommandWords('a=1 b c | d; (e f) && ! g\n');
  expect(words.map(({ name, offset }) => [name, offset])).toEqual([
    ['b', 4],
    ['d', 10],
    ['e', 14],
    ['g', 24],
  ]);
});
