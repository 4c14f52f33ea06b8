import type { Page } from "@playwright/test";
import { ADMIN } from "../support/server";
import { expect } from "../support/test";

/** Opens a page that is no inbox, signed in, and waits for its heading. */
export async function open(
  page: Page,
  path: string,
  heading: string | RegExp,
  who: { username: string; password: string } = ADMIN,
): Promise<void> {
  await page.goto(`/app${path}`);
  await page.getByLabel("User name").fill(who.username);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
}
