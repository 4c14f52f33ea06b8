import { test as base, type Page } from "@playwright/test";
import { Api } from "./api";
import { ADMIN, Server } from "./server";

interface EachTest {
  api: Api;
  /** A channel of the test's own: its view shows nothing of other tests'. */
  shop: { id: string; name: string };
}

export const test = base.extend<EachTest, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: the way Playwright wants it said that nothing is needed
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  api: async ({ server }, use) => use(new Api(server.url)),
  shop: async ({ api }, use) => use(await api.channel()),
});

export { expect } from "@playwright/test";

/** Signs in, at whatever page was asked for. */
export async function signIn(
  page: Page,
  path = "/app/",
  who: { username: string; password: string } = ADMIN,
): Promise<void> {
  await page.goto(path);
  await page.getByLabel("User name").fill(who.username);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1 }).and(page.locator("section *")).waitFor();
}

/** Opens a channel's list, signed in. */
export async function openChannel(
  page: Page,
  channel: { id: string },
  who?: { username: string; password: string },
): Promise<void> {
  await signIn(page, `/app/inbox/channel:${channel.id}`, who ?? ADMIN);
}

/** The row of a room in the list. */
export function row(page: Page, contact: string) {
  return page.getByTestId("list").getByRole("link").filter({ hasText: contact });
}
