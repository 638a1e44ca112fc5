/** A peer's run that takes longer is not repeated. */
export const REPEAT_LIMIT_MS = 6_000;

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
        const trouble = `failed: ${error.message}`;
        results.set(candidate.name, { name: candidate.name, samples: [], trouble });
      }
    }
  }
  return results;
}

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
    return { name, samples: [], trouble: `failed: ${error.message}` };
  }
}
