import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lendTerminal } from './lend-terminal.ts';

/** What became of a text in an editor. */
export type EditedText =
  | { readonly ok: true; readonly text: string }
  /** One sentence without full stop. */
  | { readonly ok: false; readonly why: string };

/**
 * Opens a text in the person's editor (`$VISUAL`, `$EDITOR`, else vi) and waits for its end, or ends
 * it when the signal is aborted.
 */
export async function editText(
  text: string,
  name: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<EditedText> {
  const { VISUAL, EDITOR } = process.env;
  const editor = VISUAL || EDITOR || 'vi';
  const folder = mkdtempSync(join(tmpdir(), 'runbook-edit-'));
  const path = join(folder, name);
  try {
    writeFileSync(path, text, { mode: 0o600 });
    const code = await lendTerminal({ command: editor, args: [path], signal });
    if (code !== 0) return { ok: false, why: `the editor \`${editor}\` ended with ${code}` };
    return { ok: true, text: readFileSync(path, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
