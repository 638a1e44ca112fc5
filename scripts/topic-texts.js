import { readFileSync } from 'node:fs';
import { loadModule } from './load-module.js';

/**
 * Puts the pages of `docs/` that `help` shows into the program. As a module of their own, and no constant: that would
 * stand in a chunk that every command loads.
 *
 * @type {import('esbuild').Plugin}
 */
export const topicTexts = {
  name: 'topic-texts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]help[\\/]topic-texts\.ts$/ }, async () => {
      const { collectTopics } = await loadModule('src/help/collect-topics.ts');
      const texts = collectTopics((page) => readFileSync(`docs/${page}`, 'utf8'));
      return { contents: `export const TOPIC_TEXTS = ${JSON.stringify(texts)};` };
    });
  },
};
