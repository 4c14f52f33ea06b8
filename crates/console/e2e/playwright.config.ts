import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  // One server at a time: a machine that builds has little to spare.
  workers: 1,
  timeout: 30_000,
  expect: { timeout: 8_000 },
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    viewport: { width: 1380, height: 860 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env["SWITCHROOM_TEST_BROWSER"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    },
  },
});
