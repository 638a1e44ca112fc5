import { describe, expect, it } from 'vitest';
import { checkText, findingsOf } from './check-text.ts';

/** Letters and digits as if drawn by chance, the same ones each time. */
function draw(length: number, alphabet = 'kQ7mZ2pR9sT4vX1bC6dF3gH8jL5nW0yEaUiOqBcVrDtGs'): string {
  return Array.from({ length }, (_, n) => alphabet[(n * 7 + (n >> 2)) % alphabet.length]).join('');
}

const HEX = 'f31c9a4e7b2d8056';
const UPPER = 'QZ7MR2PT4XVB6DFC3GHJLNWYEAU5IO';

describe('a key that stands in the document is found', () => {
  it.each([
    ['an AWS access key', `AKIA${draw(16, UPPER)}`],
    ['a GitHub token', `ghp_${draw(36)}`],
    ['a GitHub token', `github_pat_${draw(22)}_${draw(59)}`],
    ['a GitLab token', `glpat-${draw(20)}`],
    ['a Slack token', `xoxb-${draw(12, '9157308264')}-${draw(24)}`],
    [
      'a Slack webhook',
      `https://hooks.slack.com/services/T${draw(8, UPPER)}/B${draw(8, UPPER)}/${draw(24)}`,
    ],
    ['an Anthropic key', `sk-ant-api03-${draw(93)}AA`],
    ['an OpenAI key', `sk-proj-${draw(48)}`],
    ['an OpenAI key', `sk-${draw(48)}`],
    ['a Google API key', `AIza${draw(35)}`],
    ['a Google client secret', `GOCSPX-${draw(28)}`],
    ['a Stripe key', `sk_live_${draw(24)}`],
    ['an npm token', `npm_${draw(36)}`],
    ['a PyPI token', `pypi-AgEIcHlwaS5vcmc${draw(60)}`],
    ['a Hugging Face token', `hf_${draw(34)}`],
    ['a SendGrid key', `SG.${draw(22)}.${draw(43)}`],
    ['a DigitalOcean token', `dop_v1_${draw(64, HEX)}`],
    ['a JSON Web Token', `eyJ${draw(20)}.eyJ${draw(30)}.${draw(43)}`],
  ])('%s: %s', async (name, key) => {
    for (const [text, column] of [
      [`export X="${key}"\n`, 11],
      [`- see ${key}\n`, 7],
      [`X=${key}`, 3],
    ] as const) {
      const found = await findingsOf('secret', text);
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(
        `1:${column}+${key.length} error ${name} stands here in plain text`,
      );
    }
  });

  it.each(['RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ', ''])('a %sprivate key', async (kind) => {
    const block = `-----BEGIN ${kind}PRIVATE KEY-----\n${draw(64)}\n${draw(64)}\n-----END ${kind}PRIVATE KEY-----`;
    const text = `# A\n\n\`\`\`text\n${block}\n\`\`\`\n`;
    const found = await findingsOf('secret', text);
    expect(found).toEqual([expect.stringContaining('4:1+')]);
    expect(await findingsOf('secret', `key: "${block.replaceAll('\n', '\\n')}"\n`)).toHaveLength(1);
  });

  it('in every kind of place: prose, steps, expectations, front matter, fences that are inert', async () => {
    const key = `ghp_${draw(36)}`;
    const text = `---\ntitle: ${key}\n---\n# A ${key}\n\n\`\`\`text no-check\n${key}\n\`\`\`\n\n<!-- ${key} -->\n`;
    const { problems } = await checkText(text);
    expect(problems.map(({ line, rule }) => [line, rule])).toEqual(
      [2, 4, 7, 10].map((line) => [line, 'secret']),
    );
  });

  it('is not repeated in what is said of it', async () => {
    const key = `ghp_${draw(36)}`;
    const { problems } = await checkText(`${key}\n`);
    expect(JSON.stringify(problems)).not.toContain(key);
  });
});

it.each([
  'AKIAIOSFODNN7EXAMPLE',
  'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'sk-your-api-key-goes-here-please',
  'sk-1234567890abcdef1234567890abcdef',
  'sk-proj-...',
  'task-management-of-the-service-number-12',
  'disk-configuration-with-many-words-in-it',
  'glpat-XXXXXXXXXXXXXXXXXXXX',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
  '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
  '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ7mZ2pR9sT4vX1bC6dF3gH8jL5nW0yE\n',
  'a3f5c9d2e4b6a8f0c1d3e5f7a9b2c4d6e8f0a1b3',
  'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==',
])('%s is none', async (text) => {
  expect(await findingsOf('secret', `${text}\n`)).toEqual([]);
});

it('a key that ends in the middle of a word is looked for in every word of a line', async () => {
  const [first, second] = [`ghp_${draw(36)}`, `npm_${draw(36)}`];
  const found = await findingsOf('secret', `a ${first},${second} b\n`);
  expect(found.map((text) => text.split(' ')[0])).toEqual(['1:3+40', '1:44+40']);
});
