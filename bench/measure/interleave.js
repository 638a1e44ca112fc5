import { REPEAT_LIMIT_MS, TIME_LIMIT_MS } from './time-limits.js';

/**
 * Runs all candidates once, then round by round in turn, so that a slow minute slows all of them; each
 * round begins with another one. A candidate that fails is out, with what happened.
 * @param {readonly import('../types.ts').Candidate[]} candidates
 * @returns {Promise<Map<string, import('../types.ts').Result>>}
 */
export async function interleave(candidates, rounds, log) {
  const results = new Map();
  for (const candidate of candidates) {
    log(`  ${candidate.name}`);
    results.set(candidate.name, await tryFirst(candidate, results));
  }
  for (let round = 0; round < rounds; round++) {
    log(`  round ${round + 1} of ${rounds}`);
    const start = round % candidates.length;
    for (const candidate of [...candidates.slice(start), ...candidates.slice(0, start)]) {
      const result = results.get(candidate.name);
      if (result.trouble !== undefined || candidate.isOnce === true) continue;
      try {
        result.samples.push(await candidate.run(false));
      } catch (error) {
        // What it took before is no figure of what works.
        const { name } = candidate;
        results.set(name, { name, samples: [], trouble: describeTrouble(error) });
      }
    }
  }
  return results;
}

/** A run that was ended has not failed. */
const describeTrouble = ({ message, cause }) =>
  cause === TIME_LIMIT_MS ? message : `failed: ${message}`;

async function tryFirst(candidate, results) {
  const { name, after, obstacle, isPeer = false } = candidate;
  if (obstacle !== undefined) return { name, samples: [], trouble: obstacle };
  const smaller = results.get(after);
  if (smaller?.trouble !== undefined)
    return { name, samples: [], trouble: `not tried, since less was too much` };
  try {
    const first = await candidate.run(true);
    const isSlow = isPeer && first.ms > REPEAT_LIMIT_MS;
    return { name, samples: [], first, ...(isSlow ? { trouble: 'once, not repeated' } : {}) };
  } catch (error) {
    return { name, samples: [], trouble: describeTrouble(error) };
  }
}
