import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What became of a text in an editor. */
export type EditedText =
  | { readonly ok: true; readonly text: string }
  /** One sentence without full stop. */
  | { readonly ok: false; readonly why: string };

/** Opens a text in the person's editor (`$VISUAL`, `$EDITOR`, else vi) and waits for its end. */
export async function editText(text: string, name: string): Promise<EditedText> {
  const { VISUAL, EDITOR } = process.env;
  const editor = VISUAL || EDITOR || 'vi';
  const folder = mkdtempSync(join(tmpdir(), 'runbook-edit-'));
  const path = join(folder, name);
  try {
    writeFileSync(path, text, { mode: 0o600 });
    const code = await runEditor(editor, path);
    if (code !== 0) return { ok: false, why: `the editor \`${editor}\` ended with ${code}` };
    return { ok: true, text: readFileSync(path, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As git does it: the setting is a command of the shell, and may have options. */
function runEditor(editor: string, path: string): Promise<number | string> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `${editor} "$@"`, editor, path], { stdio: 'inherit' });
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
}
