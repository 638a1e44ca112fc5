/**
 * The small process that stays when the engine ends with `--keep`: it passes what a background step
 * prints on to its log, masked as before, until the step ends. Arguments: the shell's folder, the log.
 */
import { appendFileSync, createReadStream } from 'node:fs';
import { join } from 'node:path';
import { readRelayEnvironment } from '../store/known-secrets.ts';
import { createMasker } from '../store/mask.ts';
import { PIPES } from './bash-files.ts';

const [folder = '', log = ''] = process.argv.slice(2);
const { secrets, patterns } = readRelayEnvironment(process.env);
const masker = createMasker(secrets, patterns);

let opened = 0;
for (const pipe of [PIPES.out, PIPES.err]) {
  const mask = masker.stream();
  createReadStream(join(folder, pipe))
    .on('open', () => {
      opened += 1;
      // The engine waits for this before it lets go of the pipes.
      if (opened === 2) process.stdout.write('open\n');
    })
    .on('data', (chunk) => appendFileSync(log, mask.push(Buffer.from(chunk)), { mode: 0o600 }))
    .on('end', () => appendFileSync(log, mask.flush(), { mode: 0o600 }));
}
