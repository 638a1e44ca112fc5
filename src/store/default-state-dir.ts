import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where records are kept unless somebody says otherwise; absolute. */
export function defaultStateDir(): string {
  // The XDG rules: a relative path is as good as none.
  const base = process.env['XDG_STATE_HOME'];
  const root = base?.startsWith('/') ? base : join(homedir(), '.local', 'state');
  return join(root, 'runbook');
}
