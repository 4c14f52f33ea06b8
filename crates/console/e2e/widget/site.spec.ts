import { createHmac } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixture";

/** What a site's scripts call. */
interface Switchroom {
  q: unknown[];
  identify(identity: object): void;
  open(): void;
  close(): void;
  toggle(): void;
  shutdown(): void;
  setFields(fields: object): void;
  on(event: string, listener: (detail: unknown) => void): void;
  off(event: string, listener: (detail: unknown) => void): void;
}

declare global {
  interface Window {
    Switchroom: Switchroom;
    told: [string, unknown][];
  }
}

test("a site speaks to the widget, before it is there and after", async ({ desk, page }) => {
  await desk.make();
  await page.addInitScript(() => {
    // As the snippet in the handbook does.
    window.Switchroom = window.Switchroom || ({ q: [] } as unknown as Switchroom);
    window.told = [];
    for (const event of ["ready", "open", "close", "message", "unread", "rated"]) {
      window.Switchroom.q.push(["on", event, (detail: unknown) => window.told.push([event, detail])]);
    }
    window.Switchroom.q.push(["setFields", { name: "Ana" }]);
    window.Switchroom.q.push(["open"]);
  });
  await page.goto(`${desk.site.origin}/?channel=${desk.channel}`);
  const widget = desk.widget();
  await widget.getByRole("textbox").fill("hello");
  await widget.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  const [room] = await desk.rooms();
  await expect.poll(() => desk.call("GET", `/contacts/${room?.contact_id}`)).toMatchObject({ name: "Ana" });
  await page.evaluate(() => window.Switchroom.close());
  const agent = await desk.agent();
  await desk.say(agent, room?.id ?? "", "hi Ana");
  await expect.poll(() => page.evaluate(() => window.told)).toContainEqual(["unread", 1]);
  await page.evaluate(() => window.Switchroom.toggle());
  await expect(widget.getByText("hi Ana")).toBeVisible();
  const told = await page.evaluate(() => window.told);
  const names = told.map(([event]) => event);
  expect(names.filter((event) => event !== "unread" && event !== "message")).toEqual([
    "open",
    "ready",
    "close",
    "open",
  ]);
  const messages = told.filter(([event]) => event === "message").map(([, message]) => message);
  expect(messages).toMatchObject([
    { text: "hello", from: "visitor" },
    { text: "hi Ana", from: "team" },
  ]);
});

test("whoever is vouched for finds his conversation on another machine, and is forgotten at the end", async ({
  desk,
  page,
  browser,
}) => {
  await desk.make({ identity_required: true });
  const { secret } = await desk.call<{ secret: string }>("POST", `/channels/${desk.channel}/identity-secret`, {});
  const id = "user-1";
  const signature = createHmac("sha256", secret).update(id).digest("hex");
  const widget = await desk.open();
  await expect(widget.getByText("Please sign in on this site")).toBeVisible();
  await page.evaluate((id) => window.Switchroom.identify({ id, signature: "00" }), id);
  await expect(widget.getByRole("textbox")).not.toBeAttached();
  await page.evaluate((identity) => window.Switchroom.identify(identity), {
    id,
    signature,
    name: "Ana",
    email: "ana@shop.example",
  });
  await widget.getByRole("textbox").fill("it is me");
  await widget.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  const [room] = await desk.rooms();
  const contact = await desk.call("GET", `/contacts/${room?.contact_id}`);
  expect(contact).toMatchObject({ name: "Ana", identities: [{ handle: id }] });

  const elsewhere = await browser.newPage();
  await desk.visit(elsewhere);
  await elsewhere.evaluate((identity) => window.Switchroom.identify(identity), { id, signature });
  await elsewhere.getByRole("button", { name: "Open chat" }).click();
  await expect(desk.widget(elsewhere).getByText("it is me")).toBeVisible();
  await elsewhere.close();

  await page.evaluate(() => window.Switchroom.shutdown());
  await expect(page.locator("iframe")).not.toBeAttached();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await page.getByRole("button", { name: "Open chat" }).click();
  await expect(widget.getByText("Please sign in on this site")).toBeVisible();
});

test("a site that is not the channel’s cannot show it", async ({ desk, page }) => {
  await desk.make({ sites: ["https://shop.example"] });
  const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await desk.visit();
  await page.getByRole("button", { name: "Open chat" }).click();
  await refused;
  await expect(desk.widget().getByRole("textbox")).not.toBeAttached();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing, ${colorScheme}`, async ({ desk, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const clean = async (what: string) => {
      const { violations } = await new AxeBuilder({ page }).options({ iframes: true }).analyze();
      expect(
        violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary])]),
        what,
      ).toEqual([]);
    };
    // A bright colour, on which white could not be read.
    await desk.make({ color: "#ffd24a", pre_chat: { email: "required" } });
    const [agent, widget] = [await desk.agent(), await desk.open()];
    await widget.getByRole("button", { name: "Start conversation" }).click();
    await clean("the form, with faults");
    await widget.getByLabel("Email").fill("ana@shop.example");
    await widget.getByLabel("Message").fill("hello");
    await widget.getByRole("button", { name: "Start conversation" }).click();
    await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
    const room = await desk.room();
    await desk.say(agent, room, "look at https://acme.example");
    await expect(widget.getByRole("link")).toBeVisible();
    await clean("the conversation");
    await widget.getByRole("button", { name: "Emoji" }).click();
    await clean("the emoji");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(widget.getByRole("textbox")).not.toHaveValue("");
    await widget.getByRole("button", { name: "More" }).click();
    await clean("the menu");
    await page.keyboard.press("Escape");
    await desk.call("POST", `/rooms/${room}/resolve`, {}, agent.token);
    await widget.getByRole("radio", { name: "5 stars" }).check({ force: true });
    await clean("the end");
  });
}

test("on a phone it covers the page and keeps the focus", async ({ desk, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await desk.make({ position: "left", locale: "id" });
  await page.goto(`${desk.site.origin}/?channel=${desk.channel}`);
  await page.getByRole("button", { name: "Buka obrolan" }).click();
  const widget = page.frameLocator('iframe[title="Obrolan"]');
  // It slides in.
  await expect.poll(() => page.locator("iframe").boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
  await expect(page.getByRole("button", { name: "Tutup obrolan" })).not.toBeVisible();
  await widget.getByRole("textbox", { name: "Tulis pesan…" }).fill("halo");
  await expect(widget.locator("html")).toHaveAttribute("lang", "id");
  for (let i = 0; i < 8; i += 1) await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe("switchroom-widget");
  await widget.getByRole("button", { name: "Tutup obrolan" }).click();
  await expect(page.getByRole("button", { name: "Buka obrolan" })).toBeFocused();
});

test("the page to try it on shows it", async ({ desk, page }) => {
  await desk.make();
  await page.goto(`${desk.server.url}/widget/demo.html?channel=${desk.channel}`);
  await page.getByRole("button", { name: "Open chat" }).click();
  await desk.widget().getByRole("textbox").fill("to myself");
  await desk.widget().getByRole("button", { name: "Send" }).click();
  await expect(desk.widget().getByText("Sent", { exact: true })).toBeVisible();
});
