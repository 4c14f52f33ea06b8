import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Bytes of the loader, gzipped, at the most. */
const LOADER_BYTES = 10 * 1024;
/** Bytes of everything that a visitor's browser loads, gzipped, at the most. */
const TOTAL_BYTES = 40 * 1024;
/** What is worth compressing. */
const TEXT = /\.(?:css|html|js|json|svg)$/;
/** What no visitor loads: the page to try the widget on. */
const DEMO = /^(?:demo\.|assets\/demo)/;

/** Puts `.br` and `.gz` beside every text in the folder, prints the sizes, and fails above the budget. Runs after the last build. */
export function budget(folder: string): Plugin {
  return {
    name: 'switchroom-budget',
    apply: 'build',
    closeBundle() {
      const sizes = texts(folder).map((name) => ({ name, bytes: compress(join(folder, name)) }));
      const loader = sizes.find(({ name }) => name === 'widget.js')?.bytes ?? Number.POSITIVE_INFINITY;
      const total = sizes.filter(({ name }) => !DEMO.test(name)).reduce((sum, { bytes }) => sum + bytes, 0);
      for (const { name, bytes } of sizes) console.log(`${kilobytes(bytes)}  ${name}`);
      console.log(`${kilobytes(loader)}  the loader, of ${kilobytes(LOADER_BYTES)}`);
      console.log(`${kilobytes(total)}  all together, of ${kilobytes(TOTAL_BYTES)}`);
      if (loader > LOADER_BYTES || total > TOTAL_BYTES) throw new Error('the widget is over its budget');
    },
  };
}

/** The texts below a folder. What was compressed by an earlier build goes. */
function texts(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((name) => /\.(?:br|gz)$/.test(name))) rmSync(join(folder, name));
  return names.filter((name) => TEXT.test(name)).sort();
}

/** Writes the compressed forms of a file. Answers the bytes of the gzipped one. */
function compress(path: string): number {
  const plain = readFileSync(path);
  const gzipped = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION });
  writeFileSync(`${path}.gz`, gzipped);
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  );
  return gzipped.length;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(2).padStart(7)} kB`;
}
