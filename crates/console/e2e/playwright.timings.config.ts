import { defineConfig } from "@playwright/test";
import usual from "./playwright.config";

/** How long things take with many rooms: slow to set up, and so not part of the usual run. */
export default defineConfig(usual, {
  testDir: "timings",
  testIgnore: [],
  timeout: 900_000,
  retries: 0,
  workers: 1,
  // A trace takes a picture of the page at every step: that is most of what would be measured.
  use: { trace: "off" },
});
