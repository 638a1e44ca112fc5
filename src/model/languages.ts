/** What an untagged block of commands is written as; it need not be one that we could run. */
const SHELL_LIKE: ReadonlySet<string> = new Set(
  `bash bat batch cmd console dash fish ksh powershell ps1 pwsh sh sh-session shell shell-session
   shellsession terminal zsh`.split(/\s+/),
);

/** Blocks that run in the session's own bash. */
export const SHELL_LANGUAGES: readonly string[] = ['sh', 'bash', 'shell'];

/** Languages that run as a file, each with the name of what runs it. */
export const FILE_LANGUAGES = {
  python: 'python3',
  python3: 'python3',
  js: 'javascript',
  mjs: 'javascript',
  javascript: 'javascript',
  ts: 'typescript',
  typescript: 'typescript',
  ruby: 'ruby',
  perl: 'perl',
  php: 'php',
  lua: 'lua',
  r: 'r',
  go: 'go',
} as const;

/** Whether a block is a request over HTTP, which the engine sends itself. */
export function isHttpLanguage(lang: string): boolean {
  return lang.toLowerCase() === 'http';
}

/** What runs the blocks of a {@link FILE_LANGUAGES | file language}. */
export type Runtime = (typeof FILE_LANGUAGES)[keyof typeof FILE_LANGUAGES];

/** What runs blocks in this language as a file; `undefined` for a shell and for any other word. */
export function runtimeOf(lang: string): Runtime | undefined {
  return Object.hasOwn(FILE_LANGUAGES, lang)
    ? FILE_LANGUAGES[lang as keyof typeof FILE_LANGUAGES]
    : undefined;
}

const DATA: ReadonlySet<string> = new Set(
  `apache apacheconf cfg conf config csv diff dockerfile dotenv env gitignore hcl html http ini json
   json5 jsonc jsonl log markdown md mermaid nginx patch plain plaintext properties proto svg systemd
   text toml tsv txt xml yaml yml`.split(/\s+/),
);

/** Whether an untagged fence in this language shows commands, so that what follows shows their output. */
export function showsCommands(lang: string): boolean {
  return SHELL_LIKE.has(lang.toLowerCase());
}

/** Languages that nothing executes: legal in a step only as the content of a file. */
export function isDataLanguage(lang: string): boolean {
  return DATA.has(lang.toLowerCase());
}
