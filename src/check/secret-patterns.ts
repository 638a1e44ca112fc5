/** A kind of key that is told by its form. */
export interface SecretPattern {
  /** What it is, with its article: `a GitHub token`. */
  readonly name: string;
  /** Texts that every such key begins with: they are looked for before the expression is tried. */
  readonly prefixes: readonly string[];
  /** The whole key, sticky. */
  readonly pattern: RegExp;
}

/** Well-known forms, from the documentation of those who hand the keys out. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    name: 'an AWS access key',
    prefixes: ['AKIA', 'ASIA'],
    pattern: /A[KS]IA[A-Z2-7]{16}(?![A-Z0-9])/y,
  },
  {
    name: 'a GitHub token',
    prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?!\w)/y,
  },
  { name: 'a GitLab token', prefixes: ['glpat-'], pattern: /glpat-[\w-]{20,}/y },
  {
    name: 'a Slack token',
    prefixes: ['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'xapp-'],
    pattern: /(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{20,}/y,
  },
  {
    name: 'a Slack webhook',
    prefixes: ['https://hooks.slack.com/services/'],
    pattern: /https:\/\/hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{20,}/y,
  },
  {
    name: 'an Anthropic key',
    prefixes: ['sk-ant-'],
    pattern: /sk-ant-[a-z]+\d\d-[\w-]{40,}/y,
  },
  {
    name: 'an OpenAI key',
    prefixes: ['sk-'],
    pattern: /sk-(?!ant-)(?:proj-|svcacct-|admin-|None-)?[A-Za-z0-9_-]{20,}/y,
  },
  { name: 'a Google API key', prefixes: ['AIza'], pattern: /AIza[\w-]{35}(?![\w-])/y },
  { name: 'a Google client secret', prefixes: ['GOCSPX-'], pattern: /GOCSPX-[\w-]{28}/y },
  {
    name: 'a Stripe key',
    prefixes: ['sk_live_', 'rk_live_', 'whsec_'],
    pattern: /(?:[sr]k_live_|whsec_)[A-Za-z0-9]{24,}/y,
  },
  { name: 'an npm token', prefixes: ['npm_'], pattern: /npm_[A-Za-z0-9]{36}(?!\w)/y },
  { name: 'a PyPI token', prefixes: ['pypi-'], pattern: /pypi-AgE[\w-]{50,}/y },
  { name: 'a Hugging Face token', prefixes: ['hf_'], pattern: /hf_[A-Za-z0-9]{34,}/y },
  { name: 'a SendGrid key', prefixes: ['SG.'], pattern: /SG\.[\w-]{22}\.[\w-]{43}/y },
  { name: 'a DigitalOcean token', prefixes: ['dop_v1_'], pattern: /dop_v1_[a-f0-9]{64}/y },
  {
    name: 'a JSON Web Token',
    prefixes: ['eyJ'],
    pattern: /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/y,
  },
  {
    name: 'a private key',
    prefixes: ['-----BEGIN '],
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?=(?:\\n|[^A-Za-z0-9+/\n]*\n(?:.*: .*\n|\s*\n)*)[ >\t]*[A-Za-z0-9+/]{40})/y,
  },
];

const PLACEHOLDER =
  /example|x{4,}|\*{3,}|\.{3}|your|change.?me|dummy|fake|sample|placeholder|redacted|secret.?here|0{8,}|1234567|abcdef/i;

/** The token of the introduction on jwt.io, which is in every tutorial. */
const FAMOUS = /^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.eyJzdWIiOiIxMjM0NTY3ODkw/;

/** Whether a key is one that documentation shows because it opens nothing. */
export function isPlaceholder(key: string): boolean {
  if (PLACEHOLDER.test(key) || FAMOUS.test(key)) return true;
  if (key.startsWith('-----BEGIN')) return false;
  const rest = key.replace(/^[A-Za-z]+[-_]/, '');
  // Words joined by dashes name a thing; a key that was drawn by chance has many different letters.
  return new Set(rest).size < 9 || (/[-_]/.test(rest) && !/\d/.test(rest));
}
