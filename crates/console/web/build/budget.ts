import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

/** Fails the build if what the page needs before it shows anything takes more than `most` kB gzipped. */
export function budget(most: number): Plugin {
  return {
    name: "switchroom:budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const first = firstLoad(bundle);
      const sizes = first.map((file) => ({ name: file.fileName, bytes: gzipSync(contentOf(file)).length }));
      const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
      console.info(
        `first load: ${total.toFixed(1)} kB gzipped of ${most} kB (${sizes.map(({ name }) => name).join(", ")})`,
      );
      if (total > most) this.error(`the first load takes ${total.toFixed(1)} kB gzipped; ${most} kB are allowed`);
    },
  };
}

/** The entries, everything they import at once, and the style sheets of both. */
function firstLoad(bundle: Rollup.OutputBundle): (Rollup.OutputChunk | Rollup.OutputAsset)[] {
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    const file = bundle[name];
    if (!file || wanted.has(name)) return;
    wanted.add(name);
    if (file.type !== "chunk") return;
    for (const style of file.viteMetadata?.importedCss ?? []) visit(style);
    for (const imported of file.imports) visit(imported);
  };
  for (const [name, file] of Object.entries(bundle)) if (file.type === "chunk" && file.isEntry) visit(name);
  return [...wanted].flatMap((name) => bundle[name] ?? []);
}

function contentOf(file: Rollup.OutputChunk | Rollup.OutputAsset): string | Uint8Array {
  return file.type === "chunk" ? file.code : file.source;
}
