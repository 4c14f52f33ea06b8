import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The rules of which the theme decides. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Axe finds nothing wrong with the page as it is shown; by these rules alone, if any are given. */
export async function isClean(page: Page, rules?: string[]): Promise<void> {
  // Where a page's data is kept makes no difference to how it looks.
  if (process.env.SWITCHROOM_TEST_DATABASES) return;
  // What is only just fading in has the contrast of neither.
  await page.evaluate(() => {
    // What is out of sight, as in details that are shut, may stand still for ever.
    const ending = document.getAnimations().filter(({ effect }) => {
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      return target?.checkVisibility() && effect?.getComputedTiming().endTime !== Infinity;
    });
    return Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
  });
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n")}`,
    ),
  ).toEqual([]);
}

const WIDE = { width: 1380, height: 860 };
const PHONE = { width: 390, height: 844 };

/** So it is in both themes, on a wide screen and on a phone, where nothing hangs over the edge either. The themes differ in colours only. */
export async function isCleanEverywhere(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of [PHONE, WIDE]) {
      await page.setViewportSize(size);
      const hangsOver = await page.evaluate(() =>
        [document.documentElement, ...Array.from(document.querySelectorAll("main"))].some(
          ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
        ),
      );
      expect(hangsOver, `something hangs over the edge at ${size.width} px`).toBe(false);
      await isClean(page, colorScheme === "dark" ? OF_COLOURS : undefined);
    }
  }
}
