import { isCleanEverywhere } from "../support/axe";
import { Server } from "../support/server";
import { expect, test } from "../support/test";

test("whoever has the link that a new server prints makes it his, once", async ({ page, browser }) => {
  const server = await Server.start({ SWITCHROOM_ADMIN_USERNAME: undefined, SWITCHROOM_ADMIN_PASSWORD: undefined });
  const link = (await server.log()).match(/https?:\/\/\S+\/app\/setup#\S+/)?.[0] ?? "";
  await page.goto(`${server.url}/app/`);
  await expect(page.getByText("it printed a link when it started")).toBeVisible();
  await isCleanEverywhere(page);

  await page.goto(link);
  await expect(page).toHaveURL(/\/app\/setup$/);
  await isCleanEverywhere(page);
  await page.getByLabel("Organization’s name").fill("Acme");
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("Your e-mail address").fill("ada@example.com");
  await page.getByLabel("Password").fill("administrator");
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Password").fill("a password that ada chose");
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("heading", { name: "Welcome, Ada Lovelace" })).toBeVisible();
  await expect(page.getByText("You sign in as admin.")).toBeVisible();
  await page.getByRole("button", { name: "Make a web channel" }).click();
  await expect(page.getByText("Acme is ready for your site.")).toBeVisible();

  const other = await browser.newPage();
  await other.goto(link);
  await other.getByLabel("Organization’s name").fill("Not Acme");
  await other.getByLabel("Your name").fill("Eve");
  await other.getByLabel("Password").fill("a password that eve chose");
  await other.getByRole("button", { name: "Begin" }).click();
  await expect(other.getByRole("alert")).toContainText("This link is too old, or was used.");
  await other.getByRole("link", { name: "Sign in instead" }).click();
  await expect(other.getByLabel("User name")).toBeVisible();
  await expect(other.getByText("it printed a link")).toHaveCount(0);
  await other.getByLabel("User name").fill("admin");
  await other.getByLabel("Password").fill("a password that ada chose");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("heading", { name: "Mine" })).toBeVisible();
  await other.close();
  await server.remove();
});
