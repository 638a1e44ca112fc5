import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLAIMS_PAGE, findSteps, loadClaims, renderClaims } from './claims.ts';

const claims = loadClaims().flatMap((section) => section.claims);

describe('the claims of the original guide', () => {
  it('are shown by steps that the guide has', () => {
    const steps = findSteps();
    const named = claims.flatMap((claim) => claim['shown-by']);
    expect(named.filter((step) => !steps.has(step))).toEqual([]);
  });

  it.each(claims)('$claim: has a verdict that there is, and a step', (claim) => {
    expect(['true', 'corrected', 'false']).toContain(claim.verdict);
    expect(claim['shown-by']).not.toEqual([]);
  });

  it('stand in docs/deployment/claims.md as a run writes them in which every step passes', () => {
    expect(readFileSync(CLAIMS_PAGE, 'utf8')).toBe(renderClaims(() => true));
  });
});
