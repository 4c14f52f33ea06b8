import { expect, openChannel, row, test } from "../support/test";

test("what a customer writes appears without a reload", async ({ page, api, shop }) => {
  await openChannel(page, shop);
  await expect(page.getByText("Nothing here")).toBeVisible();
  const room = await api.room(shop.id, "Ada Lovelace", "Where is my parcel?");
  await expect(row(page, "Ada Lovelace")).toContainText("Where is my parcel?");
  await expect(row(page, "Ada Lovelace")).toContainText("1 unread");
  await row(page, "Ada Lovelace").click();
  await expect(page.getByRole("log")).toContainText("Where is my parcel?");
  await expect(row(page, "Ada Lovelace")).not.toContainText("unread");
  await api.says(room.id, "Hello?");
  await expect(page.getByRole("log")).toContainText("Hello?");
});

test("a reply shows how far it has come", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Grace", "Hi");
  await openChannel(page, shop);
  await row(page, "Grace").click();
  const field = page.getByLabel("Reply to the customer");
  await field.fill("It is on its way.");
  await field.press("Enter");
  const reply = page.getByRole("log").getByRole("article").filter({ hasText: "It is on its way." });
  await expect(reply.getByRole("img", { name: "Stored" })).toBeVisible();
  const [stored] = await api.messages(room.id);
  for (const [status, name] of [
    ["sent", "Sent"],
    ["delivered", "Delivered"],
    ["read", "Read"],
  ]) {
    await api.call("POST", `/v1/messages/${stored?.id}/status`, { status });
    await expect(reply.getByRole("img", { name: name ?? "" })).toBeVisible();
  }
});

test("a reply that was not delivered says why", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Grace", "Hi");
  await openChannel(page, shop);
  await row(page, "Grace").click();
  await page.getByLabel("Reply to the customer").fill("Hello");
  await page.getByLabel("Reply to the customer").press("Enter");
  await expect(page.getByRole("img", { name: "Stored" })).toBeVisible();
  const [stored] = await api.messages(room.id);
  await api.call("POST", `/v1/messages/${stored?.id}/status`, { status: "failed", error: "number unknown" });
  await expect(page.getByRole("log")).toContainText("Not delivered: number unknown");
});

test("what the server refuses fails in its words, and is sent again once", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Alan", "Hi");
  await openChannel(page, shop);
  await row(page, "Alan").click();
  const posts = `**/v1/rooms/${room.id}/messages`;
  await page.route(posts, (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 403,
          contentType: "application/problem+json",
          body: JSON.stringify({
            type: "about:blank",
            title: "Blocked",
            status: 403,
            detail: "the contact is blocked",
            code: "blocked",
          }),
        })
      : route.continue(),
  );
  await page.getByLabel("Reply to the customer").fill("Once more");
  await page.getByLabel("Reply to the customer").press("Enter");
  await expect(page.getByRole("alert")).toContainText("Not sent: the contact is blocked");
  await page.unroute(posts);
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByRole("img", { name: "Stored" })).toBeVisible();
  expect((await api.messages(room.id)).filter(({ text }) => text === "Once more")).toHaveLength(1);
});

test("a note is for colleagues", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await page.keyboard.press("n");
  await page.keyboard.type("She is important.");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: /^Note by/ })).toContainText("She is important.");
  await expect
    .poll(async () => (await api.messages(room.id))[0])
    .toMatchObject({ text: "She is important.", visibility: "internal" });
});

test("what is begun is kept for each room", async ({ page, api, shop }) => {
  await api.room(shop.id, "Ada", "Hi");
  await api.room(shop.id, "Grace", "Hi");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await page.getByLabel("Reply to the customer").fill("Dear Ada");
  await row(page, "Grace").click();
  await expect(page.getByLabel("Reply to the customer")).toHaveValue("");
  await row(page, "Ada").click();
  await expect(page.getByLabel("Reply to the customer")).toHaveValue("Dear Ada");
});
