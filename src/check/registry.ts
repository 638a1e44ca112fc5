import { bashSyntax } from './bash-syntax.ts';
import { checklist } from './checklist.ts';
import { dataSyntax } from './data-syntax.ts';
import { earlyCaptures } from './early-captures.ts';
import { externalLinks } from './external-links.ts';
import { links } from './links.ts';
import { missingBinaries } from './missing-binaries.ts';
import { missingInterpreters } from './missing-interpreters.ts';
import { secrets } from './secrets.ts';
import { shellcheck } from './shellcheck.ts';
import type { DocumentCheck } from './types.ts';

/** Every check of a whole document. Those that wait for a process come first: the others fill the time. */
export const CHECKS: readonly DocumentCheck[] = [
  bashSyntax,
  shellcheck,
  externalLinks,
  missingInterpreters,
  missingBinaries,
  earlyCaptures,
  dataSyntax,
  links,
  checklist,
  secrets,
];
