import { findLinks } from '../document/find-links.ts';
import type { Problem } from '../document/problem.ts';
import type { DocumentCheck } from './types.ts';

/** Links to other sites, when they are to be followed at all. */
export const externalLinks: DocumentCheck = {
  rules: ['external-link'],
  async find({ document, host }) {
    if (!host.external) return { problems: [] };
    const { links } = findLinks(document);
    const asked = links.filter(({ target }) => /^https?:\/\//i.test(target) && !isReserved(target));
    const answers = await Promise.all(
      asked.map(async ({ target, position, length }): Promise<Problem[]> => {
        const answer = await host.probe(target);
        if (answer.kind === 'alive') return [];
        return [
          {
            rule: 'external-link',
            severity: answer.kind === 'gone' ? 'error' : 'warning',
            file: document.file,
            ...position,
            length,
            message: `\`${target}\` ${answer.reason}`,
          },
        ];
      }),
    );
    return { problems: answers.flat() };
  },
};

/** Names that stand for no site (RFC 2606), so that examples can be written. */
function isReserved(target: string): boolean {
  if (!URL.canParse(target)) return false;
  const { hostname } = new URL(target);
  return /(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid)$/.test(hostname);
}
