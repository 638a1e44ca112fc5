import { fileURLToPath } from 'node:url';

/** The project's folder, with a trailing slash. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

/** The built program. */
export const CLI: string = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
