import { searchInterpreters } from '../plan/interpreters.ts';
import type { DocumentCheck } from './types.ts';

/** Steps in a language that nothing on this host runs. */
export const missingInterpreters: DocumentCheck = {
  rules: ['missing-interpreter'],
  find({ document, loaded: { steps, config }, host }) {
    const place = { path: config.env['PATH'] ?? host.path, cwd: host.cwd };
    return { problems: searchInterpreters(document.file, steps, place).problems };
  },
};
