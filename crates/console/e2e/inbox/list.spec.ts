import { expect, openChannel, row, test } from "../support/test";

const ROOMS = 40;

test("a list stands still while it is read, and says what is new", async ({ page, api, shop }) => {
  const oldest = await api.room(shop.id, "Guest 00", "Hi");
  for (let at = 1; at < ROOMS; at += 1) await api.room(shop.id, `Guest ${String(at).padStart(2, "0")}`, "Hi");
  await openChannel(page, shop);
  await row(page, "Guest 39").waitFor();
  const list = page.getByTestId("list");
  await list.evaluate((element) => element.scrollTo({ top: 900 }));
  await row(page, "Guest 22").waitFor();
  const place = async (): Promise<number | undefined> => (await row(page, "Guest 22").boundingBox())?.y;
  const before = await place();
  await api.says(oldest.id, "I am still here");
  await api.room(shop.id, "Newcomer", "Hello");
  await expect(page.getByRole("button", { name: "2 new" })).toBeVisible();
  expect(await place()).toBe(before);
  await page.getByRole("button", { name: "2 new" }).click();
  await expect(list.getByRole("link").first()).toContainText("Newcomer");
  await expect(page.getByRole("button", { name: "2 new" })).toHaveCount(0);
});

test("what is selected stays selected while others come in above it", async ({ page, api, shop }) => {
  await api.room(shop.id, "Ada", "Hi");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await api.room(shop.id, "Grace", "Hi");
  await expect(row(page, "Grace")).toBeVisible();
  await expect(row(page, "Ada")).toHaveAttribute("aria-current", "page");
  await expect(page.getByTestId("list").getByRole("link").first()).toContainText("Grace");
});

test("counts follow what happens", async ({ page, api, shop }) => {
  await openChannel(page, shop);
  const entry = page.getByRole("navigation").getByRole("link", { name: new RegExp(shop.name) });
  const room = await api.room(shop.id, "Ada", "Hi");
  await expect(entry).toContainText("1");
  await api.call("POST", `/v1/rooms/${room.id}/resolve`, {});
  await expect(entry).not.toContainText(/\b1$/);
  await expect(row(page, "Ada")).toHaveCount(0);
});
