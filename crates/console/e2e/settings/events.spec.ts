import { isClean, isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("every type of event is found, with an example as it is sent", async ({ page, api }) => {
  const { event_types } = await api.call<{ event_types: { type: string }[] }>("GET", "/v1/event-types");
  await open(page, "/settings/events", "Event catalogue");
  const types = page.getByRole("main").getByRole("listitem");
  await expect(types).toHaveCount(event_types.length);
  await page.getByLabel("Search").fill("room.resolved");
  await expect(types).toHaveCount(1);
  await isCleanEverywhere(page);
  await types.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "room.resolved" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText('"type": "room.resolved"');
  await isClean(page);
});
