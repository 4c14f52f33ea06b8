import { defineConfig } from 'vitest/config';

/** The page in the frame, and the page to try it on. */
export default defineConfig({
  base: '/widget/',
  build: {
    outDir: '../dist/widget',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { input: ['index.html', 'demo.html'] },
  },
  server: { proxy: { '/v1': { target: 'http://127.0.0.1:3000', ws: true } } },
  test: { include: ['src/**/*.test.ts'] },
});
