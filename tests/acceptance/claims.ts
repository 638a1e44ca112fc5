/** The claims of the original guide, and what a run says about each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseMarkdown } from '../../src/document/parse.ts';
import { loadRunbook } from '../../src/model/load.ts';
import { ROOT } from '../helpers/paths.ts';

export interface Claim {
  readonly claim: string;
  readonly verdict: 'true' | 'corrected' | 'false';
  readonly note?: string;
  readonly 'shown-by': readonly string[];
}

interface Section {
  readonly section: string;
  readonly claims: readonly Claim[];
}

export const GUIDE: string = join(ROOT, 'runbooks/deployment.md');
export const CLAIMS_PAGE: string = join(ROOT, 'docs/deployment/claims.md');

/** The claims as they stand in `claims.yaml`. */
export function loadClaims(): readonly Section[] {
  const text = readFileSync(join(import.meta.dirname, 'claims.yaml'), 'utf8');
  // Verdicts are words here, not booleans.
  return parse(text, { schema: 'failsafe' }) as readonly Section[];
}

/** The anchors of the guide's steps, by their ids. */
export function findSteps(): ReadonlyMap<string, string> {
  const { runbook } = loadRunbook(parseMarkdown(readFileSync(GUIDE, 'utf8'), GUIDE));
  if (runbook === null) throw new Error('the guide has errors: `runbook check deployment.md`');
  return new Map(runbook.steps.map(({ id, heading }) => [id, heading?.slug ?? '']));
}

/** What the run says of a claim: its verdict, if all the steps that show it have passed. */
export function decide(claim: Claim, passed: (step: string) => boolean): string {
  return claim['shown-by'].every(passed) ? claim.verdict : 'not shown';
}

/** The page: a table for each section. */
export function renderClaims(passed: (step: string) => boolean): string {
  const anchors = findSteps();
  const link = (step: string): string => `[\`${step}\`](README.md#${anchors.get(step) ?? ''})`;
  const sections = loadClaims();
  const tables = sections.map(({ section, claims }) => {
    const rows = claims.map((claim) => {
      const { note = '' } = claim;
      const steps = claim['shown-by'].map(link).join(', ');
      return `| ${claim.claim} | ${decide(claim, passed)} | ${note} | ${steps} |`;
    });
    const head = ['| claim | verdict | what holds | shown by |', '|---|---|---|---|'];
    return [`## ${section}`, '', ...head, ...rows, ''].join('\n');
  });
  const verdicts = sections.flatMap(({ claims }) => claims).map((claim) => decide(claim, passed));
  const counts = ['true', 'corrected', 'false', 'not shown']
    .map((word) => [word, verdicts.filter((verdict) => verdict === word).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`);
  return `${HEAD}\n${counts.join(', ')}.\n\n${tables.join('\n')}`;
}

const HEAD = `# The claims of the guide as it was written

*Written by the acceptance run, \`npm run acceptance\`, which carries out [the guide](README.md) on fresh machines.*

Soni's deployment guide was written by hand, and nobody had run it. Each of its claims is *true* as it was written, *corrected*
(the guide now says and shows what holds instead), or *false*. A claim has its verdict only if every step that shows it has passed
in that run.
`;
