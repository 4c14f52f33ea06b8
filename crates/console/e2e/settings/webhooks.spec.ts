import { createHmac, randomUUID } from "node:crypto";
import type { Api } from "../support/api";
import { isCleanEverywhere } from "../support/axe";
import { Server } from "../support/server";
import { Sink } from "../support/sink";
import { test as base, expect } from "../support/test";
import { open } from "./open";

/** A server whose webhooks may reach this machine, and an endpoint that they do reach. */
const test = base.extend<{ sink: Sink }, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: the way Playwright wants it said that nothing is needed
    async ({}, use) => {
      const server = await Server.start({ SWITCHROOM_WEBHOOK_ALLOW_NETWORKS: "127.0.0.0/8" });
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the way Playwright wants it said that nothing is needed
  sink: async ({}, use) => {
    const sink = await Sink.start();
    await use(sink);
    sink.stop();
  },
});

/** A webhook over the API, which gives up after a moment. */
async function webhook(api: Api, sink: Sink): Promise<{ id: string }> {
  return api.call("POST", "/v1/webhooks", { url: sink.url, events: ["message.created"], retry_schedule_ms: [1] });
}

test("a webhook is created, tested, told signed events, and its attempts show what was sent", async ({
  page,
  api,
  shop,
  sink,
}) => {
  const word = `table-${randomUUID().slice(0, 8)}`;
  await open(page, "/settings/webhooks", "Webhooks");
  await page.getByRole("link", { name: "Create webhook" }).first().click();
  await page.getByLabel("Endpoint URL").fill("not an address");
  await page.getByRole("button", { name: "Create webhook" }).click();
  await expect(page.getByLabel("Endpoint URL")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Endpoint URL").fill(sink.url);
  await page.getByLabel("Only these").check();
  await page.getByLabel("Search events").fill("message.created");
  await page.getByRole("checkbox", { name: /message\.created/ }).check();
  await page.getByText("Delivery", { exact: true }).click();
  await page.getByLabel("Keep bodies of successes too").check();
  await page.getByRole("button", { name: "Create webhook" }).click();
  const secret = (await page.getByRole("dialog").getByRole("code").first().textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(sink.url);

  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("dialog")).toContainText("Accepted");
  expect(sink.deliveries[0]?.headers["switchroom-test"]).toBeDefined();
  await page.keyboard.press("Escape");

  await api.room(shop.id, "Ada", word);
  await sink.has(1, word);
  const [told] = sink.of(word);
  const signed = `${told?.headers["webhook-id"]}.${told?.headers["webhook-timestamp"]}.${told?.body}`;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  expect(told?.headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);

  await page.getByRole("link", { name: "Attempts" }).click();
  const attempt = page.getByRole("list", { name: "Attempts" }).getByRole("button").first();
  await expect(attempt).toContainText("Delivered");
  await attempt.click();
  await expect(page.getByRole("dialog")).toContainText(word);
  await expect(page.getByRole("dialog")).toContainText("webhook-signature");
  await isCleanEverywhere(page);
  await page.getByRole("button", { name: "Close" }).click();
  await isCleanEverywhere(page);
});

test("what failed is shown, sent again by hand, and a replay tells a part of the log once more", async ({
  page,
  api,
  shop,
  sink,
}) => {
  const { id } = await webhook(api, sink);
  const word = `lamp-${randomUUID().slice(0, 8)}`;
  sink.status = 400;
  await api.room(shop.id, "Ada", word);
  await sink.has(5, word);
  await open(page, `/settings/webhooks/${id}/dead`, /127\.0\.0\.1/);
  const dead = page.getByRole("row").filter({ has: page.getByRole("button", { name: "Resend" }) });
  await expect(dead).toHaveCount(1);
  await isCleanEverywhere(page);

  await page.getByRole("link", { name: "Attempts" }).click();
  const attempts = page.getByRole("list", { name: "Attempts" }).getByRole("button");
  await expect(attempts).toHaveCount(5);
  await page.getByLabel("Outcome").selectOption("Given up");
  await expect(attempts).toHaveCount(1);
  await attempts.first().click();
  await expect(page.getByRole("dialog")).toContainText('"status": 400');
  sink.status = 200;
  await page.getByRole("dialog").getByRole("button", { name: "Resend" }).click();
  await sink.has(6, word);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(attempts).toHaveCount(6);

  await page.getByRole("link", { name: "Replays" }).click();
  await page.getByRole("button", { name: "Start replay" }).click();
  await page.getByLabel("After a sequence number").check();
  await page.getByLabel("After the event").fill("0");
  await page.getByRole("dialog").getByRole("button", { name: "Start replay" }).click();
  await sink.has(7, word);
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Events 1 to" })).toContainText("Done");
  await isCleanEverywhere(page);
});

test("a webhook is changed, rotated, disabled, enabled and deleted", async ({ page, api, shop, sink }) => {
  const { id } = await webhook(api, sink);
  await open(page, `/settings/webhooks/${id}/configuration`, /127\.0\.0\.1/);
  await page.getByLabel("All events").check();
  await isCleanEverywhere(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The webhook is saved")).toBeVisible();
  expect(await api.call("GET", `/v1/webhooks/${id}`)).toMatchObject({ events: ["*"] });

  const more = async (verb: string): Promise<void> => {
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: verb }).click();
  };
  await more("Rotate secret");
  await page.getByRole("dialog").getByRole("button", { name: "Rotate secret" }).click();
  await expect(page.getByRole("dialog").getByRole("code").first()).toHaveText(/^whsec_/);
  await page.getByRole("button", { name: "I have kept it" }).click();

  await more("Disable");
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByRole("button", { name: "Enable" })).toBeVisible();
  const word = `chair-${randomUUID().slice(0, 8)}`;
  await api.room(shop.id, "Bea", word);
  await page.getByRole("button", { name: "Enable" }).click();
  await page.getByLabel("Deliver what was missed").check();
  expect(sink.of(word)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Enable" }).click();
  await expect.poll(() => sink.of(word).length).toBeGreaterThan(0);

  await more("Delete webhook");
  await page.getByRole("dialog").getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Webhooks" })).toBeVisible();
  expect((await api.try("GET", `/v1/webhooks/${id}`)).status).toBe(404);
});
