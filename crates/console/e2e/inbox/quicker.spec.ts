import { expect, openChannel, row, test } from "../support/test";

test("canned responses are found by their shortcut, with their variables filled in", async ({ page, api, shop }) => {
  const shortcut = `greet${Date.now()}`;
  const text = "Hello {{contact.name}}, this is {{user.name}} about #{{room.number}}. {{contact.email}}";
  const made = await api.call<{ id: string }>("POST", "/v1/canned-responses", { shortcut, text, scope: "all" });
  const room = await api.room(shop.id, "Ada Lovelace", "Hi");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  const field = page.getByLabel("Reply to the customer");
  await field.fill("");
  await field.pressSequentially(`/${shortcut.slice(0, 8)}`);
  await expect(page.getByRole("listbox", { name: "Suggestions" })).toContainText(shortcut);
  await page.keyboard.press("Enter");
  const filled = `Hello Ada Lovelace, this is admin about #${room.number}. {{contact.email}}`;
  await expect(field).toHaveValue(filled);
  await expect(page.getByRole("listbox", { name: "Suggestions" })).toHaveCount(0);
  await field.press("Enter");
  await expect.poll(async () => (await api.messages(room.id))[0]?.text).toBe(filled);
  // Whoever deletes one takes it from everybody at once.
  await api.call("DELETE", `/v1/canned-responses/${made.id}`);
  await expect(async () => {
    await field.fill("");
    await field.pressSequentially(`/${shortcut}`);
    await expect(page.getByRole("listbox", { name: "Suggestions" })).toHaveCount(0, { timeout: 500 });
  }).toPass();
});

test("a snoozed room leaves the list, and the customer's reply brings it back", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Until later");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Until later");
  await page.keyboard.press("h");
  await page.getByRole("combobox", { name: "Snooze" }).fill("tomorrow");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Snoozed" })).toBeVisible();
  await expect(row(page, "Ada")).toHaveCount(0);
  const views = page.getByRole("navigation", { name: "Views" });
  await views.getByRole("link", { name: "Snoozed" }).click();
  await expect(page.locator(`[data-room="${room.id}"]`)).toBeVisible();
  await api.says(room.id, "It is later now");
  await expect(page.locator(`[data-room="${room.id}"]`)).toHaveCount(0);
  await views.getByRole("link", { name: shop.name }).click();
  await expect(row(page, "Ada")).toContainText("It is later now");
  // What was snoozed by mistake is awake again.
  await row(page, "Ada").click();
  await page.keyboard.press("h");
  await page.getByRole("combobox", { name: "Snooze" }).fill("next week");
  await page.keyboard.press("Enter");
  await expect(row(page, "Ada")).toHaveCount(0);
  await page.keyboard.press("z");
  await expect(row(page, "Ada")).toBeVisible();
});

test("priorities are set, shown and undone", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  const priority = async (): Promise<string | undefined> =>
    (await api.call<{ priority?: string }>("GET", `/v1/rooms/${room.id}`)).priority;
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Hi");
  await page.keyboard.press("p");
  await page.getByRole("combobox", { name: "Priority" }).fill("highest");
  await page.keyboard.press("Enter");
  await expect.poll(priority).toBe("highest");
  await expect(row(page, "Ada").getByRole("img", { name: "Highest" })).toBeVisible();
  await page.keyboard.press("z");
  await expect.poll(priority).toBeUndefined();
  await expect(row(page, "Ada").getByRole("img", { name: "Highest" })).toHaveCount(0);
});

test("each step is taken back by itself", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  // One that nobody has used: only then Enter ends the choosing.
  const tag = `step-${room.id}`;
  const state = (): Promise<{ status: string; tags: string[] }> => api.call("GET", `/v1/rooms/${room.id}`);
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Hi");
  await page.keyboard.press("l");
  await page.getByRole("combobox", { name: "Tags" }).fill(tag);
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await state()).tags).toEqual([tag]);
  await page.getByRole("button", { name: "Resolve" }).click();
  await expect.poll(async () => (await state()).status).toBe("resolved");
  // The older step first, by what was said of it.
  const said = page
    .getByRole("status")
    .locator("div")
    .filter({ hasText: `Tagged “${tag}”` });
  await said.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await state()).tags ?? []).toEqual([]);
  expect((await state()).status).toBe("resolved");
  await page.keyboard.press("z");
  await expect.poll(async () => (await state()).status).not.toBe("resolved");
  await page.keyboard.press("z");
  await expect(page.getByRole("status").filter({ hasText: "There is nothing to undo." })).toBeVisible();
});

test("two agents answer at once: the slower one is held back, sees the answer, and takes his own back", async ({
  page,
  browser,
  api,
  shop,
}) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  const ben = await api.agent("Ben");
  const other = await (await browser.newContext()).newPage();
  await openChannel(page, shop);
  await openChannel(other, shop, ben);
  await row(page, "Ada").click();
  await row(other, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Hi");
  await expect(other.getByRole("log")).toContainText("Hi");
  // Both have seen the same; the other's answer is on its way when this one is sent.
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**/v1/rooms/${room.id}/messages`, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await page.getByLabel("Reply to the customer").fill("My answer");
  await page.getByLabel("Reply to the customer").press("Enter");
  await other.getByLabel("Reply to the customer").fill("Ben's answer");
  await other.getByLabel("Reply to the customer").press("Enter");
  await expect(other.getByRole("img", { name: "Stored" })).toBeVisible();
  release();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Ben answered while you were writing");
  await expect(alert).toContainText("Ben's answer");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(page.getByLabel("Reply to the customer")).toHaveValue("My answer");
  await expect(alert).toHaveCount(0);
  expect((await api.messages(room.id)).map(({ text }) => text)).toEqual(["Ben's answer", "Hi"]);
  await other.context().close();
});
