import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/acceptance/*.acceptance.ts'],
    maxWorkers: 1,
  },
});

export default config;
