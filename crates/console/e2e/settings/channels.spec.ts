import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { isClean, isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

const preview = (page: Page) => page.frameLocator('iframe[title="Preview"]');

test("a web channel is created, and its snippet shows the widget", async ({ page, server }) => {
  const name = `Shop ${randomUUID().slice(0, 8)}`;
  await open(page, "/settings/channels", "Channels");
  await page.getByRole("button", { name: "Create channel" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create channel" }).click();
  const snippet = (await page.getByRole("dialog").getByRole("code").textContent()) ?? "";
  expect(snippet).toContain(`<script async src="${server.url}/widget.js" data-channel="`);
  await isCleanEverywhere(page);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText("Active");
  await isCleanEverywhere(page);

  const http = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>Shop</title><body>${snippet}`);
  });
  await once(http.listen(0, "127.0.0.1"), "listening");
  const site = await page.context().newPage();
  await site.goto(`http://localhost:${(http.address() as AddressInfo).port}/`);
  // Its shadow root is closed to everybody, tests included.
  await expect(site.locator("switchroom-widget")).toHaveCount(1);
  await site.close();
  http.close();
});

test("a widget is seen as it would be before it is saved, and nothing written in the preview is sent", async ({
  page,
  api,
}) => {
  const name = `Shop ${randomUUID().slice(0, 8)}`;
  const { id } = await api.call<{ id: string }>("POST", "/v1/channels", { kind: "web", name });
  const sales = await api.call<{ id: string }>("POST", "/v1/teams", { name: `Sales ${name}`, members: [] });
  const help = await api.call<{ id: string }>("POST", "/v1/teams", { name: `Help ${name}`, members: [] });
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.frame().url().includes("/widget/") && request.url().includes("/v1/")) asked.push(request.url());
  });
  await open(page, `/settings/channels/${id}`, name);
  const widget = preview(page);
  await expect(widget.getByRole("heading", { name })).toBeVisible();

  await page.getByLabel("Title").fill("Ask the shop");
  await expect(page.getByLabel("Title")).toBeFocused();
  await expect(widget.getByRole("heading", { name: "Ask the shop" })).toBeVisible();
  await page.getByLabel("Greeting").fill("Tell us what you need.");
  await page.getByRole("button", { name: "#be123c" }).click();
  await expect(widget.locator("header")).toHaveCSS("background-color", "rgb(190, 18, 60)");
  await page.getByLabel("Theme").selectOption("Dark");
  await expect(widget.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByLabel("E-mail address").selectOption("Required");
  await page.getByLabel(`Sales ${name}`).check();
  await page.getByLabel(`Help ${name}`).check();
  await expect(widget.getByRole("radio")).toHaveCount(2);
  await isCleanEverywhere(page);

  await widget.getByLabel("Email").fill("ada@example.com");
  await widget.getByLabel("Message").fill("Is anybody there?");
  await widget.getByRole("button", { name: "Start" }).click();
  await expect(widget.getByRole("log")).toContainText("Is anybody there?");
  await page.getByRole("button", { name: "Ended" }).click();
  await widget.getByRole("radio", { name: "5 stars" }).check({ force: true });
  await widget.getByRole("button", { name: "Send", exact: false }).click();
  await expect(widget.getByRole("status")).toBeVisible();

  await page.getByLabel("At these hours").check();
  await page.getByLabel("While nobody answers").fill("We sleep.");
  await page.getByRole("button", { name: "Closed" }).click();
  await expect(widget.getByText("We sleep.")).toBeVisible();
  await expect(widget.getByText(/Back /)).toBeVisible();
  await page.getByRole("group", { name: "Sunday" }).getByRole("button", { name: "Add hours" }).click();
  await page.getByRole("group", { name: "Sunday" }).getByLabel("Until").fill("00:00");
  await isClean(page);

  await page.getByLabel("Sites that may show it").fill("https://shop.example\nnot a site");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Sites that may show it")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Sites that may show it").fill("https://shop.example");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The channel is saved")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();

  const saved = await api.call<{ widget: object }>("GET", `/v1/channels/${id}`);
  expect(saved.widget).toMatchObject({
    title: "Ask the shop",
    greeting: "Tell us what you need.",
    color: "#be123c",
    theme: "dark",
    pre_chat: { name: "no", email: "required", phone: "no" },
    team_choice: [sales.id, help.id],
    offline_message: "We sleep.",
    office_hours: { days: { monday: [{ from: "09:00", to: "17:00" }], sunday: [{ from: "09:00", to: "24:00" }] } },
    sites: ["https://shop.example"],
  });
  expect(asked).toEqual([]);
  expect(await api.call("GET", `/v1/rooms?channel_id=${id}`)).toMatchObject({ rooms: [] });
});

test("the secret that vouches for visitors is shown once, and a new one ends it", async ({ page, api }) => {
  const { id } = await api.call<{ id: string }>("POST", "/v1/channels", { kind: "web", name: "Club" });
  await open(page, `/settings/channels/${id}`, "Club");
  const take = async (): Promise<string> => {
    const secret = await page.getByRole("dialog").getByRole("code").textContent();
    await page.getByRole("button", { name: "I have kept it" }).click();
    return secret ?? "";
  };
  const register = (secret: string): Promise<Response> => {
    const signature = createHmac("sha256", secret).update("ada").digest("hex");
    return api.try("POST", `/v1/channels/${id}/visitors`, { identity: { id: "ada", signature } });
  };
  await page.getByLabel("Title").fill("Not saved yet");
  await page.getByRole("button", { name: "Make a secret" }).click();
  const first = await take();
  expect((await register(first)).status).toBe(201);
  await expect(page.getByLabel("Title")).toHaveValue("Not saved yet");

  await page.getByRole("button", { name: "Replace the secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Replace the secret" }).click();
  const second = await take();
  expect((await register(second)).status).toBe(201);
  expect((await register(first)).status).toBe(403);
});
