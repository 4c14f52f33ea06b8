import { expect, openChannel, row, test } from "../support/test";

test("a colleague is mentioned in a note, and told", async ({ page, browser, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Hi");
  const ben = await api.agent("Benedict");
  const context = await browser.newContext({ permissions: ["notifications"] });
  const other = await context.newPage();
  // The page is not looked at, and shows what it would show on the desktop.
  await other.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    class Shown extends EventTarget {
      static permission = "granted";
      onclick = null;
      constructor(title: string, { body }: NotificationOptions) {
        super();
        shown.push(`${title}: ${body}`);
      }
      close(): void {}
    }
    Object.assign(window, { Notification: Shown });
    localStorage.setItem("switchroom.preferences", JSON.stringify({ notifications: true, sound: false }));
  });
  await openChannel(other, shop, ben);
  await row(other, "Ada").waitFor();
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Hi");
  await page.keyboard.press("n");
  await page.keyboard.type("Please look, @bened");
  await expect(page.getByRole("listbox", { name: "Suggestions" })).toContainText("Benedict");
  await page.keyboard.press("Enter");
  await page.keyboard.type("today");
  await page.keyboard.press("Enter");
  const note = page.getByRole("article", { name: /^Note by/ });
  await expect(note).toContainText("Please look, @Benedict today");
  await expect
    .poll(() => other.evaluate(() => (window as unknown as { shown: string[] }).shown))
    .toEqual(["admin: Please look, @Benedict today"]);
  const { messages } = await api.call<{ messages: { mentions?: string[] }[] }>("GET", `/v1/rooms/${room.id}/messages`);
  expect(messages[0]?.mentions).toEqual([ben.id]);
  await row(other, "Ada").click();
  await expect(other.getByRole("article", { name: /^Note by/ })).toContainText("mentions you");
  await context.close();
});
