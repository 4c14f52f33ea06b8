import { isClean } from "../support/axe";
import { expect, openChannel, row, test } from "../support/test";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, reducedMotion: "reduce" } as object);

    test("axe finds nothing", async ({ page, api, shop }) => {
      // Axe looks at ten pages.
      test.slow();
      const room = await api.room(shop.id, "Ada Lovelace", "Hello", "See https://example.com.");
      await api.room(shop.id, "Grace Hopper", "Hi");
      await api.call("POST", `/v1/rooms/${room.id}/messages`, { text: "We are looking into it." });
      await api.call("POST", `/v1/rooms/${room.id}/messages`, { text: "Be nice.", visibility: "internal" });
      await api.call("POST", `/v1/rooms/${room.id}/tags`, { add: ["vip"] });
      await api.call("PATCH", `/v1/rooms/${room.id}`, { priority: "highest" });
      await page.goto("/app/");
      await page.getByLabel("User name").waitFor();
      await isClean(page);
      await openChannel(page, shop);
      await row(page, "Ada").click();
      await expect(page.getByRole("log")).toContainText("Be nice.");
      await isClean(page);
      await page.keyboard.press("n");
      await page.keyboard.type("One more");
      await isClean(page);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").waitFor();
      await isClean(page);
      await page.keyboard.press("Escape");
      await page.keyboard.press("/");
      await page.getByRole("combobox", { name: "Search" }).fill("nice");
      await page.getByRole("option").filter({ hasText: "Be nice." }).first().waitFor();
      await page.getByRole("button", { name: "Filters" }).click();
      await isClean(page);
      await page.getByRole("option").filter({ hasText: "Be nice." }).first().click();
      await expect(page.getByRole("article", { name: /^Note by/ })).toHaveAttribute("aria-current", "true");
      await isClean(page);
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      await isClean(page);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+,");
      await page.getByRole("dialog").waitFor();
      await isClean(page);
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 390, height: 844 });
      await isClean(page);
      await page.keyboard.press("/");
      await page.getByRole("option").first().waitFor();
      await isClean(page);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Back to the list" }).click();
      await isClean(page);
    });
  });
}
