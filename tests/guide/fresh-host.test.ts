import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { InlineResult } from '../helpers/run-inline.ts';
import { runGuide } from './run-guide.ts';

const base = mkdtempSync(join(tmpdir(), 'fresh-host-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A folder for PATH with these programs of the host, and scripts of the test's own. */
function createPath(
  name: string,
  programs: readonly string[],
  own: Record<string, string>,
): string {
  const folder = join(base, name);
  mkdirSync(folder);
  for (const program of programs) symlinkSync(join('/usr/bin', program), join(folder, program));
  for (const [program, text] of Object.entries(own)) {
    writeFileSync(join(folder, program), text);
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}

function runOn(path: string, env: Record<string, string> = {}): Promise<InlineResult> {
  return runGuide('deployment.md', {
    workdir: join(base, `work-${Math.random().toString(36).slice(2)}`),
    env: { PATH: path, ...env },
    timeoutMs: 60_000,
  });
}

/** What the operator reads, with what differs from run to run taken out. */
function read({ stdout, stderr }: InlineResult): string {
  return `${stdout}${stderr}`
    .replaceAll(/\d+(\.\d+)?(ms|s)\b/g, 'TIME')
    .replaceAll(/^(Soni deployment guide +).*$/gm, '$1WORKDIR · RUN')
    .replaceAll(/^( +log +).*$/gm, '$1LOG')
    .replaceAll(/ +TIME$/gm, ' TIME');
}

describe('the Soni guide on a host where something is missing', () => {
  it('names every prerequisite that is missing, and how to get it', async () => {
    const result = await runOn(createPath('no-python', ['bash'], {}));
    expect(read(result)).toMatchInlineSnapshot(`
      "Soni deployment guide  WORKDIR · RUN
      ✗ Python 3.11 or newer                  python3 -c 'import sys; sys.exit(sys.version_in… TIME

      ✗ deployment.md:64  require · python   (exit 1, TIME)
        exited with 1; the step expects 0
        last 2 lines printed:
          Python 3.11 or newer is needed; found: no python3
          Debian, Ubuntu: apt-get install python3 python3-venv; others: https://www.python.org/downloads/
        log  LOG

      ✗ Python's venv module                  python3 -c 'import ensurepip, venv' 2>/dev/null… TIME

      ✗ deployment.md:75  require · venv   (exit 1, TIME)
        exited with 1; the step expects 0
        last line printed:
          Python's venv module is needed; Debian, Ubuntu: apt-get install python3-venv
        log  LOG

      ✗ curl                                  command -v curl || { echo "curl is needed; Debi… TIME

      ✗ deployment.md:84  require · curl   (exit 1, TIME)
        exited with 1; the step expects 0
        last line printed:
          curl is needed; Debian, Ubuntu: apt-get install curl
        log  LOG

      ↓ A key for the provider                test -n "\${OPENAI_API_KEY:-}" || { echo "llm=op…  skipped: \`test "$LLM" = openai\` does not hold
      3 failed, 1 skipped, 24 not reached in TIME
      "
    `);
    expect(result.exitCode).toBe(1);
  });

  it('names the version of a Python that is too old', async () => {
    const python = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.10.12 && exit 0\nexit 1\n';
    const result = await runOn(
      createPath('old-python', ['bash', 'curl'], { python3: python, uv: python }),
    );
    expect(read(result)).toMatchInlineSnapshot(`
      "Soni deployment guide  WORKDIR · RUN
      ✗ Python 3.11 or newer                  python3 -c 'import sys; sys.exit(sys.version_in… TIME

      ✗ deployment.md:64  require · python   (exit 1, TIME)
        exited with 1; the step expects 0
        last 2 lines printed:
          Python 3.11 or newer is needed; found: Python 3.10.12
          Debian, Ubuntu: apt-get install python3 python3-venv; others: https://www.python.org/downloads/
        log  LOG

      ↓ Python's venv module                  python3 -c 'import ensurepip, venv' 2>/dev/null…  skipped: \`command -v uv\` holds already
      ✔ curl                                  command -v curl || { echo "curl is needed; Debi… TIME
      ↓ A key for the provider                test -n "\${OPENAI_API_KEY:-}" || { echo "llm=op…  skipped: \`test "$LLM" = openai\` does not hold
      1 passed, 1 failed, 2 skipped, 24 not reached in TIME
      "
    `);
    expect(result.exitCode).toBe(1);
  });

  it('says before it does anything that there is no bash', async () => {
    const result = await runOn(createPath('no-bash', ['curl'], {}));
    expect(read(result)).toMatchInlineSnapshot(`
      "error shell blocks need bash 4.4 or newer, and no \`bash\` on PATH
        hint install it (Debian, Ubuntu: \`apt-get install bash\`; Alpine: \`apk add bash\`; macOS: \`brew install bash\`)
        hint or name another one in the document's front matter: \`runbook: {shell: /path/to/bash}\`
      "
    `);
    expect(result.exitCode).toBe(2);
  });
});
