import { expect, openChannel, row, test } from "../support/test";
import { customer, fill, longRoom } from "./fill";
import { report, toOtherRoom, toPaint, watch, watched } from "./measure";

const ROOMS = Number(process.env.SWITCHROOM_TIMINGS_ROOMS ?? 10_000);
const MESSAGES = 3_000;
const TIMES = 100;

/** The server's own part is measured elsewhere: whoever measures with a debug build allows for it with this, in milliseconds. */
const SLACK = Number(process.env.SWITCHROOM_TIMINGS_SLACK ?? 0);

test("the inbox with 10,000 rooms", async ({ page, api, shop }) => {
  const began = Date.now();
  const long = await longRoom(api, shop.id, MESSAGES);
  await fill(api, shop.id, ROOMS);
  console.info(`filled within ${((Date.now() - began) / 1000).toFixed(0)} s`);
  await openChannel(page, shop);
  const list = page.getByTestId("list");
  await list.getByRole("link").first().waitFor();
  await watch(page);

  await test.step("every page is fetched while somebody scrolls down", async () => {
    const from = Date.now();
    const place = await list.boundingBox();
    await page.mouse.move((place?.x ?? 0) + 50, (place?.y ?? 0) + 200);
    await watched(page);
    while (Date.now() - from < 10_000) await page.mouse.wheel(0, 900);
    const { longTasks, frames } = await watched(page);
    report("a frame while scrolling, pages arriving", frames);
    console.info(`long tasks while scrolling, pages arriving: ${longTasks.length}, most ${Math.max(0, ...longTasks)}`);
    expect.soft(longTasks.length).toBeLessThanOrEqual(2);
    await expect
      .poll(
        async () => {
          await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
          return await row(page, "Very Long").count();
        },
        { timeout: 600_000, intervals: [50] },
      )
      .toBe(1);
  });

  await test.step("scrolling when all is there", async () => {
    await list.evaluate((element) => element.scrollTo({ top: 0 }));
    await watched(page);
    const from = Date.now();
    while (Date.now() - from < 5_000) await page.mouse.wheel(0, 1_500);
    const { longTasks, frames } = await watched(page);
    report("a frame while scrolling", frames);
    console.info(`long tasks while scrolling: ${longTasks.length}, most ${Math.max(0, ...longTasks)}`);
    expect.soft(longTasks.length).toBeLessThanOrEqual(1);
    await list.evaluate((element) => element.scrollTo({ top: 0 }));
  });

  await test.step("rooms", async () => {
    await list.getByRole("link").first().click();
    await page.locator("[role=log] [data-message]").first().waitFor();
    const measures: Record<"uncached" | "next" | "cached", number[]> = { uncached: [], next: [], cached: [] };
    for (let at = 0; at < TIMES; at += 1) {
      measures.uncached.push(await toOtherRoom(page, "j"));
    }
    // Whoever reads what he opened finds the next one fetched ahead.
    for (let at = 0; at < TIMES; at += 1) {
      await page.waitForTimeout(400);
      measures.next.push(await toOtherRoom(page, "j"));
    }
    for (let at = 0; at < TIMES; at += 1) {
      measures.cached.push(await toOtherRoom(page, "k"));
      await page.waitForTimeout(100);
    }
    const uncached = report("leafing through rooms that were not looked at", measures.uncached);
    const next = report("switching to the next room", measures.next);
    const cached = report("switching to a room that was", measures.cached);
    expect.soft(cached).toBeLessThan(100);
    expect.soft(next).toBeLessThan(100);
    expect.soft(uncached).toBeLessThan(100 + SLACK);
  });

  await test.step("the palette", async () => {
    const opening: number[] = [];
    const typing: number[] = [];
    for (let at = 0; at < TIMES / 5; at += 1) {
      opening.push(await toPaint(page, "Control+k", "[role=dialog] [role=option]"));
      for (const key of customer(at * 397)
        .toLowerCase()
        .replaceAll(" ", ""))
        typing.push(await toPaint(page, key, "body"));
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
    expect.soft(report("opening the palette", opening)).toBeLessThan(50);
    expect.soft(report("typing in the palette", typing)).toBeLessThan(50);
  });

  await test.step("a very long room", async () => {
    await page.goto(`/app/inbox/channel:${shop.id}/${long}`);
    const thread = page.getByTestId("thread");
    await expect(thread).toContainText("the end of it");
    await watch(page);
    const place = await thread.boundingBox();
    await page.mouse.move((place?.x ?? 0) + 50, (place?.y ?? 0) + 200);
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, -3_000);
          return await thread.getByText("Line 0 of a long story.").count();
        },
        { timeout: 120_000, intervals: [16] },
      )
      .toBe(1);
    const { longTasks, frames } = await watched(page);
    report("a frame while scrolling up 3,000 messages", frames);
    console.info(`long tasks meanwhile: ${longTasks.length}, most ${Math.max(0, ...longTasks)}`);
    expect.soft(longTasks.length).toBeLessThanOrEqual(2);
    await page.getByLabel("Reply to the customer").click();
    const typing: number[] = [];
    for (const key of "how long does a key take in here") typing.push(await toPaint(page, key, "body"));
    report("typing a reply under them", typing);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    const back: number[] = [];
    for (let at = 0; at < 10; at += 1) {
      back.push(await toOtherRoom(page, "k"));
      await page.waitForTimeout(200);
      back.push(await toOtherRoom(page, "j"));
      await page.waitForTimeout(200);
    }
    expect(report("leaving it and coming back", back)).toBeLessThan(100);
  });
});
