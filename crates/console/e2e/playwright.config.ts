import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testIgnore: "timings/**",
  // Tests wait more than they compute, and a machine that builds has little to spare.
  workers: 2,
  // Generous, for machines with other things to do: whoever is quick waits for none of it.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  retries: process.env.CI ? 1 : 0,
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    actionTimeout: 15_000,
    viewport: { width: 1380, height: 860 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.SWITCHROOM_TEST_BROWSER ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    },
  },
});
