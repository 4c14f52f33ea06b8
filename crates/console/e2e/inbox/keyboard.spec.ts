import { expect, openChannel, row, test } from "../support/test";

interface State {
  status: string;
  assignees: string[];
  tags: string[];
  priority?: string;
}

test("a room is handled without a mouse", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  // One that nobody has used: only then Enter ends the choosing.
  const tag = `by-keyboard-${room.id}`;
  const state = (): Promise<State> => api.call("GET", `/v1/rooms/${room.id}`);
  await openChannel(page, shop);
  await row(page, "Ada").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log")).toContainText("Hi");

  await page.keyboard.press("i");
  await expect.poll(async () => (await state()).assignees).toHaveLength(1);

  await page.keyboard.press("l");
  await page.getByRole("combobox", { name: "Tags" }).fill(tag);
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await state()).tags).toEqual([tag]);

  await page.keyboard.press("p");
  await page.getByRole("combobox", { name: "Priority" }).fill("high");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await state()).priority).toMatch(/^high/);

  await page.keyboard.press("e");
  await expect.poll(async () => (await state()).status).toBe("resolved");
  await expect(page.getByRole("button", { name: "Reopen" })).toBeVisible();
  await page.keyboard.press("z");
  await expect.poll(async () => (await state()).status).not.toBe("resolved");
});

test("the palette knows commands and rooms, and keys do nothing while one types", async ({ page, api, shop }) => {
  await api.room(shop.id, "Ada Lovelace", "Hi");
  const other = await api.room(shop.id, "Grace Hopper", "Hello there");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await page.getByLabel("Reply to the customer").fill("e i z ?");
  await expect(page.getByRole("button", { name: "Resolve" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Commands" }).fill("hopper");
  await expect(page.getByRole("option", { name: /Grace Hopper/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(other.id));
  await expect(page.getByRole("log")).toContainText("Hello there");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Commands" }).fill("resolve");
  await expect(page.getByRole("option").first()).toContainText("Resolve");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("combobox")).toHaveCount(0);
});

test("sequences lead to views, and ? tells all keys", async ({ page, shop }) => {
  await openChannel(page, shop);
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await expect(page.getByRole("heading", { name: "Unassigned" })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Assign to me");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
