import { randomUUID } from "node:crypto";
import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("a token is issued, may do what its scopes say, and is revoked", async ({ page, api }) => {
  const name = `Reports ${randomUUID().slice(0, 8)}`;
  await open(page, "/settings/tokens", "API tokens");
  await page.getByRole("button", { name: "Issue token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await expect(dialog.getByRole("button", { name: "Issue token" })).toBeDisabled();
  await dialog.getByLabel("contacts:read").check();
  await dialog.getByLabel("Ends").selectOption("In a year");
  await isCleanEverywhere(page);
  await dialog.getByRole("button", { name: "Issue token" }).click();
  await expect(dialog).toContainText("This is shown only once");
  const secret = (await dialog.getByRole("code").textContent()) ?? "";
  const status = async (path: string): Promise<number> => (await api.try("GET", path, undefined, secret)).status;
  expect(await status("/v1/contacts")).toBe(200);
  expect(await status("/v1/webhooks")).toBe(403);
  await dialog.getByRole("button", { name: "I have kept it" }).click();

  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("contacts:read");
  await expect(row).toContainText(`until`);
  await isCleanEverywhere(page);
  await row.getByRole("button", { name: "Revoke" }).click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(row).toBeHidden();
  expect(await status("/v1/contacts")).toBe(401);
});
