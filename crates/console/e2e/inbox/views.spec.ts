import { expect, openChannel, row, signIn, test } from "../support/test";

test("a view is saved from what is shown, changed, shared and deleted, and undone", async ({
  page,
  browser,
  api,
  shop,
}) => {
  const room = await api.room(shop.id, "Augusta", "Hi");
  await api.call("POST", `/v1/rooms/${room.id}/tags`, { add: ["vip"] });
  await api.room(shop.id, "Grace", "Hi");
  const ben = await api.agent("Ben");
  const name = `Important ${shop.name}`;
  await openChannel(page, shop);
  await row(page, "Grace").waitFor();
  await page.getByRole("button", { name: "New view" }).click();
  const dialog = page.getByRole("dialog", { name: "New view" });
  await dialog.getByLabel("Name").fill(name);
  await expect(dialog.getByLabel("Channel")).toHaveValue(shop.id);
  await dialog.getByLabel("Tags").selectOption("vip");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(row(page, "Augusta")).toBeVisible();
  await expect(row(page, "Grace")).toHaveCount(0);

  const views = page.getByRole("navigation", { name: "Views" });
  const menu = views.getByRole("button", { name: `${name}: change` });
  await menu.click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  const renamed = `Very ${name}`;
  await page.getByRole("dialog", { name }).getByLabel("Name").fill(renamed);
  await page.getByRole("dialog", { name }).getByLabel("Tags").selectOption("");
  await page.getByRole("dialog", { name }).getByRole("button", { name: "Save" }).click();
  await expect(row(page, "Grace")).toBeVisible();
  await expect(views.getByRole("link", { name: renamed })).toBeVisible();

  // A colleague sees it as soon as it is shared, and may not change it.
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "/app/", ben);
  const theirs = other.getByRole("navigation", { name: "Views" });
  await expect(theirs.getByRole("link", { name: shop.name })).toBeVisible();
  await expect(theirs.getByRole("link", { name: renamed })).toHaveCount(0);
  await views.getByRole("button", { name: `${renamed}: change` }).click();
  await page.getByRole("menuitem", { name: "Share with everybody" }).click();
  await expect(theirs.getByRole("link", { name: renamed })).toBeVisible();
  await expect(theirs.getByRole("button", { name: `${renamed}: change` })).toHaveCount(0);

  // It takes over what another view shows.
  await views.getByRole("link", { name: "Resolved" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Resolved" })).toBeVisible();
  await views.getByRole("button", { name: `${renamed}: change` }).click();
  await page.getByRole("menuitem", { name: "Show what “Resolved” shows" }).click();
  await views.getByRole("link", { name: renamed }).click();
  await expect(row(page, "Augusta")).toHaveCount(0);
  await page.keyboard.press("z");
  await expect(row(page, "Augusta")).toBeVisible();

  await views.getByRole("button", { name: `${renamed}: change` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(views.getByRole("link", { name: renamed })).toHaveCount(0);
  await expect(theirs.getByRole("link", { name: renamed })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Mine" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(views.getByRole("link", { name: renamed })).toBeVisible();
  await other.context().close();
});
