import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("somebody changes name, address and password, and is told why not", async ({ page, api, browser }) => {
  const ann = await api.agent("Ann");
  await open(page, "/", /Mine/, ann);
  await page.getByRole("button", { name: /account/ }).click();
  await page.getByRole("menuitem", { name: "My account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "My account" })).toBeVisible();
  await isCleanEverywhere(page);

  await page.getByLabel("Name", { exact: true }).fill("Ann Lee");
  await page.getByLabel("E-mail address").fill("not an address");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("E-mail address").fill(`${ann.username}@example.com`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your profile is saved")).toBeVisible();
  expect(await api.call("GET", `/v1/users/${ann.id}`)).toMatchObject({
    name: "Ann Lee",
    email: `${ann.username}@example.com`,
  });

  const change = async (present: string, next: string): Promise<void> => {
    await page.getByLabel("Present password").fill(present);
    await page.getByLabel("New password").fill(next);
    await page.getByRole("button", { name: "Change password" }).click();
  };
  await change("not the present one", "quite another password");
  await expect(page.getByLabel("Present password")).toHaveAttribute("aria-invalid", "true");
  await change(ann.password, "short");
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await change(ann.password, "quite another password");
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("");

  const elsewhere = await browser.newPage();
  await open(elsewhere, "/account", "My account", { username: ann.username, password: "quite another password" });
  await elsewhere.close();
  await page.getByRole("link", { name: "Back" }).click();
  await expect(page.getByRole("button", { name: "Ann Lee: account" })).toBeVisible();
});

test("sessions are listed, and ended one by one or all but this one", async ({ page, api, browser }) => {
  const bob = await api.agent("Bob");
  const other = await browser.newPage();
  await open(other, "/account", "My account", bob);
  for (let times = 0; times < 2; times += 1) {
    await api.call("POST", "/v1/sessions", { username: bob.username, password: bob.password });
  }
  await open(page, "/account", "My account", bob);
  const rows = page.getByRole("listitem");
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText("Chrome on Linux");
  await expect(rows.first()).toContainText("This one");

  const browsers = rows.filter({ hasText: "Chrome on Linux" });
  await browsers.getByRole("button", { name: /End the session/ }).click();
  await expect(rows).toHaveCount(3);
  await other.reload();
  await expect(other.getByLabel("User name")).toBeVisible();

  await page.getByRole("button", { name: "End all others" }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole("button", { name: "End all others" })).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "My account" })).toBeVisible();
  await other.close();
});
