import { expect, openChannel, row, test } from "../support/test";

test("two claim the same room: one gets it, and the other is told who", async ({ page, browser, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  const ben = await api.agent("Ben");
  const other = await (await browser.newContext()).newPage();
  await openChannel(page, shop);
  await openChannel(other, shop, ben);
  await row(page, "Ada").click();
  await row(other, "Ada").click();
  // The other does not hear of it before he claims it too.
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await other.route(`**/v1/rooms/${room.id}/claim`, async (route) => {
    await held;
    await route.continue();
  });
  await other.getByRole("log").waitFor();
  await other.keyboard.press("i");
  await page.keyboard.press("i");
  await expect(page.getByRole("status").filter({ hasText: "Yours now" })).toBeVisible();
  release();
  await expect(other.getByRole("status").filter({ hasText: "was faster" })).toContainText("admin was faster");
  await other.context().close();
});

test("colleagues see each other type, and each other's answers", async ({ page, browser, api, shop }) => {
  await api.room(shop.id, "Ada", "Hi");
  const ben = await api.agent("Ben");
  const other = await (await browser.newContext()).newPage();
  await openChannel(page, shop);
  await openChannel(other, shop, ben);
  await row(page, "Ada").click();
  await row(other, "Ada").click();
  await other.getByLabel("Reply to the customer").pressSequentially("Good morning");
  await expect(page.getByRole("main")).toContainText("Ben is typing");
  await other.getByLabel("Reply to the customer").press("Enter");
  await expect(page.getByRole("log")).toContainText("Good morning");
  await expect(page.getByText("Ben is typing…")).toHaveCount(0);
  await other.context().close();
});

test("a reply is held back if a colleague was faster", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  const ben = await api.agent("Ben");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Hi");
  // The page has not heard of the colleague's answer when it sends its own.
  await page.context().setOffline(true);
  await page.getByLabel("Reply to the customer").fill("My answer");
  await page.getByLabel("Reply to the customer").press("Enter");
  await expect(page.getByText("Queued")).toBeVisible();
  await api.saysAs(ben, room.id, "His answer");
  await page.context().setOffline(false);
  await expect(page.getByRole("alert")).toContainText("Ben answered while you were writing");
  await page.getByRole("button", { name: "Send anyway" }).click();
  await expect
    .poll(async () => (await api.messages(room.id)).filter(({ text }) => text === "My answer"))
    .toHaveLength(1);
});
