import { expect, openChannel, row, test } from "../support/test";

test("where sockets are refused, the page asks for events", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Hi");
  await page.routeWebSocket("**/v1/socket", (socket) => socket.close({ code: 1008 }));
  await page.reload();
  await expect(page.getByText("Changes come with a delay")).toBeVisible();
  await api.says(room.id, "Is anybody there?");
  await expect(page.getByRole("log")).toContainText("Is anybody there?");
  await page.getByLabel("Reply to the customer").fill("I am.");
  await page.getByLabel("Reply to the customer").press("Enter");
  await expect(page.getByRole("img", { name: "Stored" })).toBeVisible();
  await api.room(shop.id, "Grace", "Hello");
  await expect(row(page, "Grace")).toBeVisible();
});

test("whoever may not read the log sees what changed a little later", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  await page.routeWebSocket("**/v1/socket", (socket) => socket.close({ code: 1008 }));
  await page.route("**/v1/events?**", (route) =>
    route.fulfill({ status: 403, json: { code: "forbidden", status: 403 } }),
  );
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Hi");
  await api.says(room.id, "Still here");
  await api.room(shop.id, "Grace", "Hello");
  await expect(row(page, "Grace")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("log")).toContainText("Still here");
  await api.call("POST", `/v1/rooms/${room.id}/resolve`, {});
  await expect(row(page, "Ada")).toHaveCount(0, { timeout: 30_000 });
});
