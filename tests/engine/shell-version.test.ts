import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runInline } from '../helpers/run-inline.ts';

const folder = mkdtempSync(join(tmpdir(), 'old-bash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('refuses a bash that is too old before anything has run', async () => {
  // No old bash can be installed here: this one is the host's, and says of itself that it is 3.2.
  const shell = join(folder, 'bash-3.2');
  const say =
    's/BASH_VERSINFO\\[0\\]/3/; s/BASH_VERSINFO\\[1\\]/2/; s/[$]BASH_VERSION/3.2.57(1)-release/';
  writeFileSync(shell, `#!/bin/bash\nexec /bin/bash "$1" "$(sed '${say}' <<<"$2")"\n`);
  chmodSync(shell, 0o755);
  const document = `---\nrunbook: {shell: ${shell}}\n---\n# T\n\n\`\`\`bash run\necho ran >ran\n\`\`\`\n`;
  const { exitCode, stdout, stderr, events } = await runInline(document);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.replace(folder, 'FOLDER')).toMatchInlineSnapshot(`
    "error shell blocks need bash 4.4 or newer, and \`FOLDER/bash-3.2\` is 3.2.57(1)-release
      hint install it (Debian, Ubuntu: \`apt-get install bash\`; Alpine: \`apk add bash\`; macOS: \`brew install bash\`)
      hint or name another one in the document's front matter: \`runbook: {shell: /path/to/bash}\`
    "
  `);
  expect(events).toEqual([]);
});
