import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("the organization's settings are changed, and only by who may", async ({ page, api, browser }) => {
  await open(page, "/settings/organization", /./);
  await isCleanEverywhere(page);
  const settings = async (): Promise<object> => (await api.call<{ settings: object }>("GET", "/v1/settings")).settings;
  const before = await settings();
  await page.getByLabel("Taken from the queue").check();
  await page.getByLabel("Visitors may write while nobody is available").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The settings are saved")).toBeVisible();
  expect(await settings()).toMatchObject({ "routing.method": "manual", "routing.accept_without_agents": true });
  await page.reload();
  await expect(page.getByLabel("Taken from the queue")).toBeChecked();
  await api.call("PATCH", "/v1/settings", before);

  const ann = await api.agent("Ann");
  const other = await browser.newPage();
  await other.goto("/app/settings/organization");
  await other.getByLabel("User name").fill(ann.username);
  await other.getByLabel("Password").fill(ann.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText("You may not see this")).toBeVisible();
  await other.close();
});

test("every page of the settings that there is, is named on the first one", async ({ page }) => {
  await open(page, "/settings", "Settings");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(12);
  await isCleanEverywhere(page);
});
