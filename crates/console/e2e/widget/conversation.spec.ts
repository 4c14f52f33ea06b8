import { expect, test } from "./fixture";

test("a visitor on another origin talks with an agent", async ({ desk, page }) => {
  await desk.make({ sites: [desk.site.origin], greeting: "Welcome to Acme!" });
  const [agent, widget] = [await desk.agent(), await desk.open()];
  await expect(widget.getByText("Welcome to Acme!")).toBeVisible();
  const composer = widget.getByRole("textbox", { name: "Write a message…" });
  await expect(composer).toBeFocused();
  await composer.fill("Hello, my order is late");
  await composer.press("Enter");
  await expect(widget.getByText("Hello, my order is late")).toBeVisible();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();

  const room = await desk.room();
  await desk.call("POST", `/rooms/${room}/read`, {}, agent.token);
  await expect(widget.getByText("Read", { exact: true })).toBeVisible();
  await desk.call("POST", `/rooms/${room}/typing`, { typing: true }, agent.token);
  await expect(widget.getByText("is typing")).toBeAttached();
  await desk.say(agent, room, "Let me look at https://acme.example/orders");
  await expect(widget.getByRole("link", { name: "https://acme.example/orders" })).toBeVisible();
  await expect(widget.getByText("Bob Marsh ·")).toBeVisible();
  await expect(widget.getByText("is typing")).not.toBeAttached();
  // He has seen it.
  const read = async () => {
    const path = `/rooms/${room}/participants`;
    const { participants } = await desk.call<{
      participants: { person: { type: string }; last_read_at?: string }[];
    }>("GET", path);
    return participants.find(({ person }) => person.type === "contact")?.last_read_at;
  };
  await expect.poll(read).toBeDefined();

  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Open chat" })).toBeFocused();
  await desk.say(agent, room, "It is on its way");
  await expect(page.getByRole("button", { name: "Open chat, 1 unread" })).toBeVisible();
  await page.getByRole("button", { name: "Open chat, 1 unread" }).click();
  await expect(widget.getByText("It is on its way")).toBeVisible();
  expect(await desk.texts(room)).toEqual([
    "Hello, my order is late",
    "Let me look at https://acme.example/orders",
    "It is on its way",
  ]);
});

test("a form asks what the channel wants to know", async ({ desk }) => {
  const team = await desk.call<{ id: string }>("POST", "/teams", {
    name: `Sales ${crypto.randomUUID().slice(0, 8)}`,
  });
  const other = await desk.call<{ id: string; name: string }>("POST", "/teams", {
    name: `Help ${crypto.randomUUID().slice(0, 8)}`,
  });
  await desk.make({ pre_chat: { name: "optional", email: "required" }, team_choice: [team.id, other.id] });
  const widget = await desk.open();
  await widget.getByRole("button", { name: "Start conversation" }).click();
  await expect(widget.getByText("Please fill this in")).toHaveCount(2);
  await expect(widget.getByLabel("Email")).toBeFocused();
  await widget.getByLabel("Email").fill("ana");
  await widget.getByLabel("Message").fill("Hi");
  await widget.getByRole("button", { name: "Start conversation" }).click();
  await expect(widget.getByText("Please enter an email address")).toBeVisible();
  await widget.getByLabel("Email").fill("ana@shop.example");
  await widget.getByRole("radio", { name: other.name }).check();
  await widget.getByRole("button", { name: "Start conversation" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  const [room] = await desk.rooms();
  expect(room?.team_id).toBe(other.id);
  const contact = await desk.call("GET", `/contacts/${room?.contact_id}`);
  expect(contact).toMatchObject({ email: "ana@shop.example" });
});

test("outside office hours a message is left, with a way back", async ({ desk }) => {
  await desk.make({ office_hours: { time_zone: "UTC", days: {} }, offline_message: "We are asleep." });
  const widget = await desk.open();
  await expect(widget.getByText("We are asleep.")).toBeVisible();
  await expect(widget.getByText("Away right now")).toBeVisible();
  await widget.getByLabel("Email").fill("ana@shop.example");
  await widget.getByLabel("Message").fill("Call me");
  await widget.getByRole("button", { name: "Send message" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
});

test("a reload resumes, and earlier messages are read on the way up", async ({ desk, page }) => {
  await desk.make();
  const [agent, widget] = [await desk.agent(), await desk.open()];
  await widget.getByRole("textbox").fill("first of all");
  await widget.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  const room = await desk.room();
  for (let i = 1; i <= 60; i += 1) await desk.say(agent, room, `answer ${i}`);
  await expect(widget.getByText("answer 60")).toBeVisible();
  await page.reload();
  // Whoever has talked before is told of what is new without opening it.
  await page.getByRole("button", { name: "Open chat" }).click();
  await expect(widget.getByText("answer 60")).toBeInViewport();
  await expect(widget.getByText("answer 2", { exact: true })).not.toBeAttached();
  await widget.getByRole("log").evaluate((log) => log.scrollTo({ top: 0 }));
  await expect(widget.getByText("first of all")).toBeAttached();
  await expect(widget.getByText("answer 60")).not.toBeInViewport();
  const texts = await widget.locator(".bubble-row:has(.meta) .bubble, .bubble-row .bubble").allTextContents();
  expect(new Set(texts).size).toBe(texts.length);
});

test("what is written while the server is gone is sent once, in order", async ({ desk, page }) => {
  await desk.make();
  const [agent, widget] = [await desk.agent(), await desk.open()];
  const composer = widget.getByRole("textbox");
  const say = async (text: string) => {
    await composer.fill(text);
    await composer.press("Enter");
  };
  await say("one");
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  const room = await desk.room();
  await desk.server.kill();
  await say("two");
  await say("three");
  await expect(widget.getByText("Connecting again")).toBeVisible();
  await expect(widget.getByText("Sending…")).toBeVisible();
  await desk.server.start();
  await desk.say(agent, room, "back again");
  await expect(widget.getByText("back again")).toBeVisible();
  await expect(widget.getByText("Sending…")).not.toBeAttached();
  await expect
    .poll(async () => (await desk.texts(room)).filter((text) => text !== "back again"))
    .toEqual(["one", "two", "three"]);

  // And over a reload in the middle: the page comes from the server, so it is killed while the message waits.
  await page.route("**/messages", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await say("four");
  await expect(widget.getByText("Sending…")).toBeVisible();
  await page.unroute("**/messages");
  await page.reload();
  await expect.poll(async () => (await desk.texts(room)).filter((text) => text === "four")).toEqual(["four"]);
});

test("a refused message says so and can be sent again", async ({ desk }) => {
  await desk.make();
  const [agent, widget] = [await desk.agent(), await desk.open()];
  await widget.getByRole("textbox").fill("one");
  await widget.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  const [room] = await desk.rooms();
  const block = (blocked: boolean) =>
    desk.call("POST", `/rooms/${room?.id}/block`, { contact_id: room?.contact_id, blocked }, agent.token);
  await block(true);
  await widget.getByRole("textbox").fill("two");
  await widget.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText("Not sent")).toBeVisible();
  await block(false);
  await widget.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => desk.texts(room?.id ?? "")).toEqual(["one", "two"]);
});

test("at the end a visitor rates, keeps the transcript and begins anew", async ({ desk, page }) => {
  await desk.make();
  const [agent, widget] = [await desk.agent(), await desk.open()];
  await widget.getByRole("textbox").fill("thanks");
  await widget.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  const room = await desk.room();
  await desk.say(agent, room, "bye");
  await desk.call("POST", `/rooms/${room}/resolve`, {}, agent.token);
  await widget.getByRole("radio", { name: "4 stars" }).check({ force: true });
  await widget.getByRole("textbox", { name: "Anything you would like to add?" }).fill("quick");
  await widget.getByRole("button", { name: "Send rating" }).click();
  await expect(widget.getByText("Thank you for your rating!")).toBeVisible();
  expect((await desk.rooms())[0]?.rating).toMatchObject({ value: 4, comment: "quick" });

  const download = page.waitForEvent("download");
  await widget.getByRole("button", { name: "More" }).click();
  await widget.getByRole("menuitem", { name: "Download transcript" }).click();
  const stream = await (await download).createReadStream();
  const text = Buffer.concat(await stream.toArray()).toString();
  expect(text).toContain("You: thanks");
  expect(text).toContain("Bob Marsh: bye");

  await widget.getByRole("main").getByRole("button", { name: "Start a new conversation" }).click();
  await widget.getByRole("textbox").fill("one more thing");
  await widget.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  expect(await desk.room()).not.toBe(room);
});
