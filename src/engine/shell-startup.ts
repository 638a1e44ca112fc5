/** Variables that would change how our bash itself starts. */
const SHELL_STARTUP: ReadonlySet<string> = new Set([
  'BASH_ENV',
  'ENV',
  'SHELLOPTS',
  'BASHOPTS',
  'POSIXLY_CORRECT',
  'CDPATH',
]);

/** An environment without what would make the same block mean something else on another host. */
export function withoutShellStartup(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SHELL_STARTUP.has(name)));
}
