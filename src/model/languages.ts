/** What an untagged block of commands is written as; it need not be one that we could run. */
const SHELL_LIKE: ReadonlySet<string> = new Set(
  `bash bat batch cmd console dash fish ksh powershell ps1 pwsh sh sh-session shell shell-session
   shellsession terminal zsh`.split(/\s+/),
);

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
