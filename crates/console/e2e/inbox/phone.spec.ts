import { expect, openChannel, row, test } from "../support/test";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test("on a phone there is one pane at a time", async ({ page, api, shop }) => {
  await api.room(shop.id, "Ada", "Hi");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Hi");
  await expect(page.getByTestId("list")).toBeHidden();
  await page.getByLabel("Reply to the customer").fill("From the bus");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("img", { name: "Stored" })).toBeVisible();
  await page.getByRole("button", { name: "Details" }).click();
  await expect(page.getByRole("dialog", { name: "Details" })).toContainText("Ada");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Back to the list" }).click();
  await expect(row(page, "Ada")).toBeVisible();
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("link", { name: "Unassigned" }).click();
  await expect(page.getByRole("heading", { name: "Unassigned" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
