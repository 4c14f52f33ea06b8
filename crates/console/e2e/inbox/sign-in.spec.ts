import { ADMIN } from "../support/server";
import { expect, openChannel, row, signIn, test } from "../support/test";

test("a wrong password is told, and a right one leads to where one wanted to go", async ({ page, shop }) => {
  await page.goto(`/app/inbox/channel:${shop.id}`);
  await page.getByLabel("User name").fill(ADMIN.username);
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toHaveText("User name or password is wrong.");
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByLabel("Password").press("Enter");
  await expect(page.getByRole("heading", { name: shop.name })).toBeVisible();
});

test("signing out forgets what the browser kept", async ({ page, api, shop }) => {
  await api.room(shop.id, "Ada", "hello");
  await openChannel(page, shop);
  await expect(row(page, "Ada")).toBeVisible();
  await page.getByRole("button", { name: /account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await page.reload();
  await expect(page.getByLabel("User name")).toBeVisible();
});

test("the start leads to one's own rooms", async ({ page }) => {
  await signIn(page);
  await expect(page).toHaveURL(/\/app\/inbox\/mine$/);
});
