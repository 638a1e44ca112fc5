import { describe, expect, it } from 'vitest';
import { errorsOf, fence, loadValid } from './problems-of.ts';

const followedBy = (block: string, ...expectations: readonly string[]): string =>
  [block, ...expectations].join('\n');

describe('a `manual` step', () => {
  it.each(['text', 'bash', 'json', 'sql', 'powershell'])(
    'can be a block in the language `%s`',
    (lang) => {
      const [step] = loadValid(
        fence(`${lang} manual confirm="Sure?" capture=x id=a`, 'do <it>'),
      ).steps;
      expect(step).toMatchObject({ role: 'manual', confirm: 'Sure?', capture: 'x', tty: false });
    },
  );

  it('takes `output`, `stdout`, `json expect`, captures and conditions on what is there', () => {
    const { steps } = loadValid(
      followedBy(
        fence('text manual capture=all', 'Ask for it.'),
        fence('output', 'id <<id:int>>'),
        fence('stdout match=regex', 'id \\d+'),
        fence('assert', 'file ./a exists\noutput contains "id"'),
      ),
    );
    expect(steps[0]?.expectations).toHaveLength(3);
  });

  it.each([
    'background ready=port:1',
    'retry=2',
    'within=5s',
    'stable=2',
    'timeout=5s',
    'max=5s',
    'exit=1',
    'cwd=a',
    'stdin=a',
    'env.A=1',
    'file=a',
    'tty',
  ])('cannot have `%s`', (attribute) => {
    expect(errorsOf(fence(`text manual ${attribute}`))).toContain(
      `attribute-conflict: \`${attribute.replace(/[= ].*/, '')}\` has no meaning on a \`manual\` step (a person does it, and says when it is done)`,
    );
  });

  it('has no stderr, exit code, duration or response, and is no request', () => {
    expect(
      [
        followedBy(fence('text manual'), fence('stderr', 'x')),
        followedBy(fence('text manual'), fence('assert', 'exit == 0')),
        followedBy(fence('text manual'), fence('assert', 'output contains "x"\nduration < 5s')),
        followedBy(fence('text manual'), fence('http expect', 'HTTP 200')),
        fence('http manual', 'GET http://127.0.0.1/'),
      ]
        .map(errorsOf)
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "5:4 expectation-conflict: a \`manual\` step has no stderr (what a person pastes is \`stdout\` and \`output\`)
      6:1 expectation-conflict: a \`manual\` step has no exit code that the run could know (check what a person pastes, or the host: \`file\`, \`port\` and \`http\` conditions)
      7:1 expectation-conflict: a \`manual\` step has no duration that the run could know (check what a person pastes, or the host: \`file\`, \`port\` and \`http\` conditions)
      5:4 expectation-conflict: \`http expect\` checks a response, and its step is a \`text\` block (put it after an \`http\` step, or name one with \`for=ID\`)
      1:4 attribute-conflict: an \`http\` block cannot be a \`manual\` step (the engine sends requests itself; for a person, write it as a \`text\` block)"
    `);
  });
});

describe('a `tty` step', () => {
  it('is a shell block, and can ask for its exit code and its duration', () => {
    const [step] = loadValid(
      followedBy(
        fence('bash run tty'),
        fence('assert', 'exit == 0\nduration < 90s\nfile a exists'),
      ),
    ).steps;
    expect(step?.tty).toBe(true);
  });

  it('is refused where there is no terminal to hand on, or no output to look at', () => {
    expect(
      [
        fence('python run tty'),
        fence('http run tty', 'GET http://127.0.0.1/'),
        fence('text configure tty file=a'),
        fence('bash health tty'),
        fence('bash run tty capture=x'),
        fence('bash run tty background ready=port:1'),
        fence('bash run tty retry=1'),
        fence('bash run tty within=5s'),
        fence('bash run tty stable=2'),
        fence('bash run tty stdin=a'),
        followedBy(fence('bash run tty'), fence('output', 'x')),
        followedBy(fence('bash run tty'), fence('json expect', '{}')),
        followedBy(fence('bash run tty'), fence('assert', 'stderr is empty')),
      ]
        .map(errorsOf)
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "1:15 attribute-conflict: \`tty\` has no meaning on a \`python\` block (start it from a \`bash\` block, which gets the terminal)
      1:13 attribute-conflict: \`tty\` has no meaning on an \`http\` step (the engine sends the request itself, and starts no process for it)
      1:19 attribute-conflict: \`tty\` has no meaning on a block that is a file (nothing is executed for it; take one of the two out)
      1:16 attribute-conflict: \`tty\` cannot stand on a \`health\` step (it is repeated; make it a \`test\` step)
      1:17 attribute-conflict: \`capture\` cannot stand together with \`tty\` (what it prints goes to the terminal and is not recorded; write it to a file)
      1:13 attribute-conflict: \`tty\` cannot stand together with \`background\` (what runs in the background has no terminal)
      1:13 attribute-conflict: \`tty\` cannot stand together with \`retry\` (a person sits at it, and can try again there)
      1:13 attribute-conflict: \`tty\` cannot stand together with \`within\` (a person sits at it, and can try again there)
      1:13 attribute-conflict: \`tty\` cannot stand together with \`stable\` (a person sits at it, and can try again there)
      1:13 attribute-conflict: \`tty\` cannot stand together with \`stdin\` (it reads from the terminal)
      5:4 expectation-conflict: \`output\` checks what a \`tty\` step prints, which goes to the terminal and is not recorded (check in a step after it what it has done, or let an \`assert\` ask for its exit code)
      5:4 expectation-conflict: \`json expect\` checks what a \`tty\` step prints, which goes to the terminal and is not recorded (check in a step after it what it has done, or let an \`assert\` ask for its exit code)
      5:4 expectation-conflict: \`assert\` checks what a \`tty\` step prints, which goes to the terminal and is not recorded (check in a step after it what it has done, or let an \`assert\` ask for its exit code)"
    `);
  });
});

describe('`confirm`', () => {
  it.each([
    ['bash run', 'true'],
    ['text configure file=a', 'x'],
    ['http run', 'GET http://127.0.0.1/'],
    ['bash cleanup', 'true'],
    ['text manual', 'do it'],
  ])('stands on `%s`', (info, body) => {
    expect(loadValid(fence(`${info} confirm="Really?"`, body)).steps[0]?.confirm).toBe('Really?');
  });

  it('needs a question, and names what is known', () => {
    expect(
      ['confirm', 'confirm=""', 'confirm="Drop ${db}?"']
        .map((attribute) => errorsOf(fence(`bash run ${attribute}`)))
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "1:13 bad-attribute: \`confirm\` needs a value (such as \`confirm="Really drop the database?"\`)
      1:13 bad-attribute: \`confirm\` must be text, not nothing
      1:27 unknown-name: \`\${db}\` stands for no param and no capture (write \`\\\${\` for the characters themselves)"
    `);
  });
});
