import { nearestName } from '../model/nearest.ts';
import { UsageError } from '../plan/usage-error.ts';
import { listIds, type PastRun, readRun } from './past-runs.ts';

/**
 * The run that was meant by its id, or by a beginning of it that no other run has.
 *
 * @throws {@link UsageError} with the nearest ids; {@link EngineError} when its journal cannot be read.
 */
export function findRun(stateDir: string, word: string): PastRun {
  const ids = listIds(stateDir);
  const found = ids.includes(word)
    ? [word]
    : ids.filter((id) => word !== '' && id.startsWith(word));
  const [id] = found;
  if (id === undefined) {
    const nearest = nearestName(word, ids);
    throw new UsageError(`there is no run \`${word}\` in ${stateDir}`, [
      ...(nearest === undefined ? [] : [`did you mean \`${nearest}\`?`]),
      ids.length === 0
        ? 'nothing was run with this state folder yet'
        : '`runbook history` lists the runs',
    ]);
  }
  if (found.length > 1) {
    throw new UsageError(`${found.length} runs begin with \`${word}\`: ${found.sort().join(', ')}`);
  }
  const run = readRun(stateDir, id);
  if (run === undefined) {
    throw new UsageError(`run ${id} never began: its journal is empty`, ['run the document again']);
  }
  return run;
}
