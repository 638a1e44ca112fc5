/** Markdown by the topic's name. The build puts it in, see `scripts/topic-texts.js`. */
export const TOPIC_TEXTS: Readonly<Record<string, string>> = {};
