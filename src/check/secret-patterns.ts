/** A kind of key that is told by its form. */
export interface SecretPattern {
  /** What it is, with its article: `a GitHub token`. */
  readonly name: string;
  /** How it begins, wherever in a word. */
  readonly begins: RegExp;
  /** The whole key, from its beginning on. */
  readonly pattern: RegExp;
}

/** @param begins what may come before it is not part of a word */
function define(name: string, begins: string, rest: string): SecretPattern {
  return {
    name,
    begins: new RegExp(`(?<![A-Za-z0-9_])(?:${begins})`, 'g'),
    pattern: new RegExp(`(?:${begins})${rest}`, 'y'),
  };
}

/** Well-known forms, from the documentation of those who hand the keys out. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  define('an AWS access key', 'A[KS]IA', '[A-Z2-7]{16}(?![A-Z0-9])'),
  define('a GitHub token', 'gh[pousr]_', '[A-Za-z0-9]{36,255}(?!\\w)'),
  define('a GitHub token', 'github_pat_', '[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?!\\w)'),
  define('a GitLab token', 'glpat-', '[\\w-]{20,}'),
  define('a Slack token', 'xox[abeoprs]-|xapp-', '[A-Za-z0-9-]{20,}'),
  define('a Slack webhook', 'https://hooks\\.slack\\.com/services/', 'T\\w{6,}/B\\w{6,}/\\w{20,}'),
  define('an Anthropic key', 'sk-ant-', '[a-z]+\\d\\d-[\\w-]{40,}'),
  define('an OpenAI key', 'sk-(?!ant-)', '(?:proj-|svcacct-|admin-)?[\\w-]{20,}'),
  define('a Google API key', 'AIza', '[\\w-]{35}(?![\\w-])'),
  define('a Google client secret', 'GOCSPX-', '[\\w-]{28}'),
  define('a Stripe key', '[sr]k_live_|whsec_', '[A-Za-z0-9]{24,}'),
  define('an npm token', 'npm_', '[A-Za-z0-9]{36}(?!\\w)'),
  define('a PyPI token', 'pypi-', 'AgE[\\w-]{50,}'),
  define('a Hugging Face token', 'hf_', '[A-Za-z0-9]{34,}'),
  define('a SendGrid key', 'SG\\.', '[\\w-]{22}\\.[\\w-]{43}'),
  define('a DigitalOcean token', 'dop_v1_', '[a-f0-9]{64}'),
  define('a JSON Web Token', 'eyJ', '[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{20,}'),
];

/** The head of a private key with something behind it: lines of base64, or all of it in one. */
export const PRIVATE_KEY: RegExp =
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?=(?:\\n|[\s>]|[A-Za-z-]+: [^\n]*\n)*[A-Za-z0-9+/]{40})/g;

const PLACEHOLDER =
  /example|x{4,}|\*{3,}|\.{3}|your|change.?me|dummy|fake|sample|placeholder|redacted|secret.?here|0{8,}|1234567|abcdef/i;

/** The token of the introduction on jwt.io, which is in every tutorial. */
const FAMOUS = /^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.eyJzdWIiOiIxMjM0NTY3ODkw/;

/** Whether a key is one that documentation shows because it opens nothing. */
export function isPlaceholder(key: string): boolean {
  if (PLACEHOLDER.test(key) || FAMOUS.test(key)) return true;
  const rest = key.replace(/^[A-Za-z]+[-_]/, '');
  // Words joined by dashes name a thing; a key that was drawn by chance has many different letters.
  return new Set(rest).size < 9 || (/[-_]/.test(rest) && !/\d/.test(rest));
}
