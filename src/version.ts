declare const __VERSION__: string | undefined;

/** The program's version; `0.0.0` when the sources run without having been built. */
export const VERSION: string = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0';
