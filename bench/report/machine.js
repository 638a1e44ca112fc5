import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** What the figures of a page belong to. */
export function describeMachine() {
  const bash = execFileSync('bash', ['-c', 'echo "$BASH_VERSION"'], { encoding: 'utf8' }).trim();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return {
    date: new Date().toISOString().slice(0, 10),
    text: [
      `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${gigabytes} GB of memory`,
      `${type()} ${release()}`,
      `Node ${process.version.slice(1)}`,
      `bash ${bash}`,
      `${loadavg()[0].toFixed(1)} processes under way in the minute before it began`,
    ].join(', '),
  };
}
