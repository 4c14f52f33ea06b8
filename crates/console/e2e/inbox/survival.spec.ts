import { expect, openChannel, row, test } from "../support/test";

test("the server is killed and started again: nothing is lost, nothing doubled", async ({
  page,
  server,
  api,
  shop,
}) => {
  const room = await api.room(shop.id, "Ada", "Before");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Before");
  await server.kill();
  await expect(page.getByText(/offline|Reconnecting/)).toBeVisible();
  const field = page.getByLabel("Reply to the customer");
  for (const text of ["First", "Second"]) {
    await field.fill(text);
    await field.press("Enter");
  }
  await expect(page.getByText("Queued")).toHaveCount(2);
  await server.start();
  await expect(page.getByText("Queued")).toHaveCount(0, { timeout: 20_000 });
  const texts = (await api.messages(room.id)).map(({ text }) => text).reverse();
  expect(texts).toEqual(["Before", "First", "Second"]);
  await api.says(room.id, "After");
  await expect(page.getByRole("log")).toContainText("After", { timeout: 20_000 });
  await expect(page.getByText(/You are offline|Reconnecting/)).toHaveCount(0);
});

test("what is queued outlives a reload without a server", async ({ page, server, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Before");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Before");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  // The shell is kept by the worker once the page was loaded under it.
  await page.reload();
  await expect(page.getByRole("log")).toContainText("Before");
  await server.kill();
  await page.getByLabel("Reply to the customer").fill("Written in the dark");
  await page.getByLabel("Reply to the customer").press("Enter");
  await expect(page.getByText("Queued")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("log")).toContainText("Before");
  await expect(page.getByText("Queued")).toBeVisible();
  await server.start();
  await expect(page.getByRole("img", { name: "Stored" })).toBeVisible({ timeout: 20_000 });
  expect((await api.messages(room.id)).filter(({ text }) => text === "Written in the dark")).toHaveLength(1);
});

test("a reload paints from what is kept, then catches up", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Kept");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Kept");
  const kept = (): Promise<boolean> =>
    page.evaluate(async (id) => {
      const name = (await indexedDB.databases())[0]?.name;
      if (!name) return false;
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
      });
      const found = await new Promise<unknown>((resolve) => {
        const asking = database.transaction("threads").objectStore("threads").get(id);
        asking.onsuccess = () => resolve(asking.result);
      });
      database.close();
      return found !== undefined;
    }, room.id);
  await expect.poll(kept).toBe(true);
  // Nothing is answered: what is seen comes from the browser.
  await page.route("**/v1/rooms**", (route) => route.abort());
  await page.routeWebSocket("**/v1/socket", () => {});
  await api.says(room.id, "Missed");
  await page.reload();
  await expect(row(page, "Ada")).toBeVisible();
  await expect(page.getByRole("log")).toContainText("Kept");
  await page.unrouteAll();
});
