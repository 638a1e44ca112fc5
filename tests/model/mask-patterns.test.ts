import { describe, expect, it } from 'vitest';
import { errorsOf, loadValid } from './problems-of.ts';

function withSettings(lines: string): string {
  return `---\nrunbook:\n${lines}\n---\n\n\`\`\`bash run\ntrue\n\`\`\`\n`;
}

describe('masks', () => {
  it('are kept as they are written, in order', () => {
    const { config } = loadValid(withSettings("  mask: ['ghp_\\w+', '[^\\n]token', 'a\\\\n']"));
    expect(config.mask).toEqual(['ghp_\\w+', '[^\\n]token', 'a\\\\n']);
  });

  it('that mask nothing or everything, or are no expressions, are all refused with their places', () => {
    const yaml = `  mask:
    - 'a('
    - 'a*'
    - '\\b'
    - '(?=a)b'
    - 'BEGIN\\nEND'
    - '\\Atoken\\z'
    - ''`;
    expect(errorsOf(withSettings(yaml))).toMatchInlineSnapshot(`
      "4:7 bad-regex: the mask \`a(\`: not a usable regular expression: missing closing ): \`a(\` (expressions are in the syntax of RE2, which takes linear time)
      5:7 bad-regex: the mask \`a*\` matches the empty text, which is everywhere (ask for at least one character: \`+\` instead of \`*\`)
      6:7 bad-regex: the mask \`\\b\` matches the empty text, which is everywhere (ask for at least one character: \`+\` instead of \`*\`)
      7:7 bad-regex: the mask \`(?=a)b\`: not a usable regular expression: invalid or unsupported Perl syntax: \`(?=\` (expressions are in the syntax of RE2, which takes linear time and has no lookahead or lookbehind)
      8:7 bad-regex: the mask \`BEGIN\\nEND\` is held against single lines, so it cannot contain a newline (mask each line by itself, or make the secret a param with \`secret: true\`)
      9:7 bad-regex: the mask \`\\Atoken\\z\` is held against single lines, so \`\\A\` has no meaning (write \`^\` for the start of a line and \`$\` for its end)
      10:7 bad-regex: the mask \`\` matches the empty text, which is everywhere (ask for at least one character: \`+\` instead of \`*\`)"
    `);
    expect(errorsOf(withSettings('  shel: bash\n  mask: [a, [b]]'))).toMatchInlineSnapshot(`
      "3:3 unknown-key: unknown front-matter key \`runbook.shel\` (did you mean \`shell\`?)
      4:13 bad-value: \`runbook.mask.1\` must be text, not \`[b]\`"
    `);
    expect(errorsOf(withSettings('  mask: ghp_\\w+'))).toMatchInlineSnapshot(
      `"3:9 bad-value: \`runbook.mask\` must be a list of regular expressions, not \`ghp_\\w+\`"`,
    );
    expect(errorsOf(withSettings('  mask: []'))).toMatchInlineSnapshot(
      `"3:9 bad-value: \`runbook.mask\` must have at least one regular expression, not \`[]\`"`,
    );
  });
});

describe('max-output', () => {
  it('is a size in bytes, 1 GiB unless something is said', () => {
    expect(loadValid(withSettings('  shell: bash')).config.maxOutputBytes).toBe(1024 ** 3);
    expect(loadValid(withSettings('  max-output: 64KiB')).config.maxOutputBytes).toBe(65_536);
  });

  it.each(['1024', '0B', '1 gig', '[1GiB]'])('%s is refused with its place', (value) => {
    expect(errorsOf(withSettings(`  max-output: ${value}`))).toBe(
      `3:15 bad-value: \`runbook.max-output\` must be a size such as \`500KB\`, \`64MiB\` or \`1GiB\`, not \`${value}\``,
    );
  });
});
