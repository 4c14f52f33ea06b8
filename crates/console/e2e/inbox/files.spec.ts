import { expect, openChannel, row, test } from "../support/test";

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

interface WithPayload {
  text: string;
  type: string;
  visibility: string;
  payload?: { name?: string; size?: number; url?: string };
}

test("files are attached, said with words and without, and seen by who may", async ({ page, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Show me");
  await api.room(shop.id, "Bob", "Me too");
  const said = async (): Promise<WithPayload[]> =>
    (await api.call<{ messages: WithPayload[] }>("GET", `/v1/rooms/${room.id}/messages`)).messages;
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await expect(page.getByRole("log")).toContainText("Show me");
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await choosing).setFiles([
    { name: "map.png", mimeType: "image/png", buffer: PICTURE },
    { name: "manual.txt", mimeType: "text/plain", buffer: Buffer.from("Read this first.") },
  ]);
  await expect(page.getByRole("list", { name: "Attached files" }).getByRole("listitem")).toHaveCount(2);

  // What is attached stays with its room.
  await row(page, "Bob").click();
  await expect(page.getByRole("log")).toContainText("Me too");
  await expect(page.getByRole("list", { name: "Attached files" })).toHaveCount(0);
  await row(page, "Ada").click();
  await expect(page.getByRole("list", { name: "Attached files" }).getByRole("listitem")).toHaveCount(2);
  await page.getByLabel("Reply to the customer").fill("Here they are.");
  await page.getByLabel("Reply to the customer").press("Enter");
  await expect(page.getByRole("log").getByRole("img", { name: "map.png" })).toBeVisible();
  const link = page.getByRole("log").getByRole("link", { name: /manual\.txt/ });
  await expect(link).toContainText("16");
  await expect(page.getByRole("list", { name: "Attached files" })).toHaveCount(0);
  const [second, first] = await said();
  expect(first).toMatchObject({ type: "image", text: "Here they are.", payload: { name: "map.png" } });
  expect(second).toMatchObject({ type: "document", payload: { name: "manual.txt", size: 16 } });
  const file = await fetch((await link.getAttribute("href")) ?? "");
  expect(await file.text()).toBe("Read this first.");

  // Notes have files too; what is pasted is attached.
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.getByLabel("Note for colleagues").evaluate((field) => {
    const data = new DataTransfer();
    data.items.add(new File(["for us"], "pasted.txt", { type: "text/plain" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("list", { name: "Attached files" })).toContainText("pasted.txt");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByRole("article", { name: /^Note by/ })).toContainText("pasted.txt");
  expect((await said())[0]).toMatchObject({ visibility: "internal", payload: { name: "pasted.txt" } });
});

test("a file that waits outlives a reload without a server", async ({ page, server, api, shop }) => {
  const room = await api.room(shop.id, "Ada", "Show me");
  await openChannel(page, shop);
  await row(page, "Ada").click();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.reload();
  await expect(page.getByRole("log")).toContainText("Show me");
  await server.kill();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await choosing).setFiles({ name: "late.txt", mimeType: "text/plain", buffer: Buffer.from("Here at last.") });
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Queued")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("log")).toContainText("late.txt");
  await server.start();
  const link = page.getByRole("log").getByRole("link", { name: /late\.txt/ });
  await expect(link).toBeVisible({ timeout: 20_000 });
  expect(await (await fetch((await link.getAttribute("href")) ?? "")).text()).toBe("Here at last.");
  expect((await api.messages(room.id)).length).toBe(2);
});

test("what is too large is refused before it is sent", async ({ page, api, shop }) => {
  await api.room(shop.id, "Ada", "Show me");
  await page.route("**/v1/me", async (route) => {
    const answer = await route.fetch();
    if (!answer.ok()) return await route.fulfill({ response: answer });
    const me = await answer.json();
    await route.fulfill({ response: answer, json: { ...me, files: { ...me.files, max_bytes: 10 } } });
  });
  await openChannel(page, shop);
  await row(page, "Ada").click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await choosing).setFiles({ name: "big.txt", mimeType: "text/plain", buffer: Buffer.from("x".repeat(11)) });
  await expect(page.getByRole("status").filter({ hasText: "big.txt is too large" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Attached files" })).toHaveCount(0);
});
