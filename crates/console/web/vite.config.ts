import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { budget } from "./build/budget.ts";
import { compress } from "./build/compress.ts";

export default defineConfig({
  base: "/app/",
  plugins: [react(), tailwindcss(), budget(250), compress()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2022",
    // A data: address in a style sheet is refused by nothing, but a file can be kept for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/v1": { target: "http://127.0.0.1:3000", ws: true } } },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
