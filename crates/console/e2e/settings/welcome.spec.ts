import { isCleanEverywhere } from "../support/axe";
import { ADMIN, Server } from "../support/server";
import { expect, test } from "../support/test";

test("from no channel at all to the first conversation in three steps", async ({ page }) => {
  // A server of its own: others have channels.
  const server = await Server.start();
  await page.goto(`${server.url}/app/settings`);
  await page.getByLabel("User name").fill(ADMIN.username);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: /Begin: three steps/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Welcome, admin" })).toBeVisible();
  await isCleanEverywhere(page);

  await page.getByRole("button", { name: "Make a web channel" }).click();
  const widget = page.frameLocator('iframe[title="Your widget"]');
  await expect(page.getByText("Waiting for a first message")).toBeVisible();
  await widget.getByRole("textbox").fill("Does this work?");
  await widget.getByRole("textbox").press("Enter");
  await expect(page.getByText("Your message is here")).toBeVisible();
  await isCleanEverywhere(page);

  await page.reload();
  await expect(widget.getByRole("log")).toContainText("Does this work?");
  await page.getByRole("link", { name: "Open it in the inbox" }).click();
  await expect(page.getByRole("log")).toContainText("Does this work?");

  await page.goto(`${server.url}/app/settings`);
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("link", { name: /Begin: three steps/ })).toHaveCount(0);
  await server.remove();
});
