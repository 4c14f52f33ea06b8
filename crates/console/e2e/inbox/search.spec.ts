import { expect, openChannel, row, test } from "../support/test";

test("a message is found with the keyboard, and opens in its place however long ago it was said", async ({
  page,
  api,
  shop,
}) => {
  const room = await api.room(shop.id, "Ada Lovelace", "My parcel arrived with a broken xylophone.");
  for (let at = 0; at < 200; at += 1) await api.says(room.id, `Line ${at} after that`);
  await api.room(shop.id, "Grace Hopper", "Hi");
  await openChannel(page, shop);
  await row(page, "Grace").click();
  await page.keyboard.press("/");
  const field = page.getByRole("combobox", { name: "Search" });
  await field.fill("xylo");
  const hit = page.getByRole("option").filter({ hasText: "broken xylophone" });
  await expect(hit).toBeVisible();
  await expect(hit.locator("mark")).toHaveText(/^xylo/i);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${room.id}.*message=`));
  const found = page.getByRole("article").filter({ hasText: "broken xylophone" });
  await expect(found).toBeInViewport();
  await expect(found).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("log")).not.toContainText("Line 199 after that");

  // From there one reads on, and leaps to the end.
  const thread = page.getByTestId("thread");
  await expect
    .poll(async () => {
      await thread.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
      return await page.getByRole("log").textContent();
    })
    .toContain("Line 60 after that");
  await page.getByRole("button", { name: "Newest messages" }).click();
  await expect(page.getByRole("article").filter({ hasText: "Line 199 after that" })).toBeInViewport();
  await expect(page).not.toHaveURL(/message=/);

  // What was looked for is still there for whoever comes back to it, and remembered.
  await page.keyboard.press("/");
  await expect(field).toHaveValue("xylo");
  await expect(hit).toBeVisible();
  await field.fill("");
  await expect(page.getByRole("option", { name: "xylo" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);
  await page.reload();
  await page.getByRole("log").waitFor();
  await page.keyboard.press("/");
  await expect(page.getByRole("option", { name: "xylo" })).toBeVisible();
});

test("contacts and rooms are found too, and filters narrow what is found", async ({ page, api, shop }) => {
  const word = `quokka${Date.now()}`;
  const room = await api.room(shop.id, `Ada ${word}`, `I saw a ${word}`);
  await api.call("POST", `/v1/rooms/${room.id}/messages`, { text: `A ${word}, really?` });
  await api.call("PATCH", `/v1/rooms/${room.id}`, { topic: `About a ${word}` });
  await openChannel(page, shop);
  await row(page, "Ada").waitFor();
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search" }).fill(word);
  const group = (name: string) => page.getByRole("group", { name, exact: true });
  await expect(group("Messages").getByRole("option")).toHaveCount(2);
  await expect(group("Contacts").getByRole("option")).toHaveCount(1);
  await expect(group("Conversations").getByRole("option")).toHaveCount(1);
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Written by").selectOption("Customers");
  await expect(group("Messages").getByRole("option")).toHaveCount(1);
  await expect(group("Messages")).toContainText("I saw a");
  await expect(group("Contacts")).toHaveCount(0);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(group("Contacts").getByRole("option")).toHaveCount(1);
  await group("Contacts").getByRole("option").click();
  await expect(page).toHaveURL(new RegExp(room.id));
  await page.keyboard.press("/");
  await page.getByRole("button", { name: "This conversation" }).click();
  await expect(group("Messages").getByRole("option")).toHaveCount(2);
  await page.getByRole("combobox", { name: "Search" }).fill("nothingofthatkind");
  await expect(page.getByText("Nothing found for “nothingofthatkind”")).toBeVisible();
});

test("a search that fails says so, and is tried again", async ({ page, api, shop }) => {
  await api.room(shop.id, "Ada", "A kookaburra laughed");
  await openChannel(page, shop);
  await row(page, "Ada").waitFor();
  await page.route("**/v1/search/**", (route) => route.abort());
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search" }).fill("kookaburra");
  await expect(page.getByRole("alert")).toBeVisible();
  await page.unroute("**/v1/search/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("option").filter({ hasText: "laughed" })).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});
