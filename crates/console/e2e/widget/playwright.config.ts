import { defineConfig } from "@playwright/test";

/** Debian's Chromium: Playwright downloads none. */
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  retries: process.env.CI ? 1 : 0,
  // Each worker has a server of its own; a database that is given is shared.
  workers: process.env.SWITCHROOM_TEST_DATABASE === undefined ? 2 : 1,
  reporter: "list",
  use: {
    locale: "en-GB",
    actionTimeout: 15_000,
    launchOptions: { executablePath, args: ["--no-sandbox"] },
    trace: "retain-on-failure",
  },
});
