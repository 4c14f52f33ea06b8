import { defineConfig } from 'vite';
import { budget } from './build/budget.ts';

const folder = '../dist/widget';

/** The script that a site's page loads: one file without imports, always of the same name. */
export default defineConfig({
  build: {
    outDir: folder,
    emptyOutDir: false,
    target: 'es2020',
    lib: { entry: 'src/loader/main.ts', formats: ['iife'], name: 'SwitchroomLoader', fileName: () => 'widget.js' },
  },
  plugins: [budget(folder)],
});
