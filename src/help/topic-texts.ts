declare const __TOPICS__: Readonly<Record<string, string>> | undefined;

/** Markdown by the topic's name; put in when the program is built, see `scripts/build.js`. */
export const TOPIC_TEXTS: Readonly<Record<string, string>> =
  typeof __TOPICS__ === 'object' ? __TOPICS__ : {};
