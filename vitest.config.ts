import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Model files load and native modules start in some tests; the limits only end what hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
