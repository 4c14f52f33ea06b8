import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { codeOf } from "../support/totp";
import { open } from "./open";

interface Person {
  username: string;
  password: string;
}

/** Turns the second factor on, on the account's page. Answers the secret, and what was shown to be kept. */
async function enable(page: Page, who: Person): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole("button", { name: "Turn on" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Present password").fill("not the present one");
  await dialog.getByRole("button", { name: "Next" }).click();
  await expect(dialog.getByRole("alert").first()).toBeVisible();
  await dialog.getByLabel("Present password").fill(who.password);
  await dialog.getByRole("button", { name: "Next" }).click();
  const picture = dialog.getByRole("img", { name: "QR code" });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const secret = ((await dialog.getByRole("code").textContent()) ?? "").replaceAll(" ", "");
  await dialog.getByLabel("Code").fill("000000");
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByRole("alert").first()).toBeVisible();
  await isCleanEverywhere(page);
  await dialog.getByLabel("Code").fill(codeOf(secret));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByRole("listitem")).toHaveCount(10);
  return { secret, codes: await dialog.getByRole("listitem").allTextContents() };
}

async function signIn(page: Page, who: Person): Promise<void> {
  await page.goto("/app/account");
  await page.getByLabel("User name").fill(who.username);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a second factor is turned on, asked for, replaced by a recovery code, and turned off", async ({
  page,
  api,
  browser,
}) => {
  const ann = await api.agent("Ann");
  await open(page, "/account", "My account", ann);
  const { secret, codes } = await enable(page, ann);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await readFile(await (await download).path(), "utf8")).trim().split("\n")).toEqual(codes);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left")).toBeVisible();
  await isCleanEverywhere(page);

  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, ann);
  await elsewhere.getByLabel("Code").fill("000000");
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("alert")).toHaveText("That code is wrong.");
  await isCleanEverywhere(elsewhere);
  // The code of this step was taken; that of the next is as good.
  await elsewhere.getByLabel("Code").fill(codeOf(secret, 1));
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("heading", { name: "My account" })).toBeVisible();
  await elsewhere.close();

  const without = await (await browser.newContext()).newPage();
  await signIn(without, ann);
  await without.getByLabel("Code").fill(codes[0] ?? "");
  await without.getByRole("button", { name: "Sign in" }).click();
  await expect(without.getByText("9 recovery codes are left")).toBeVisible();
  await without.getByRole("button", { name: "New recovery codes" }).click();
  await without.getByRole("dialog").getByLabel("Present password").fill(ann.password);
  await without.getByRole("dialog").getByRole("button", { name: "New recovery codes" }).click();
  await expect(without.getByRole("dialog").getByRole("listitem")).toHaveCount(10);
  expect(await without.getByRole("dialog").getByRole("listitem").allTextContents()).not.toContain(codes[1]);
  await without.getByRole("button", { name: "I have kept them" }).click();

  await without.getByRole("button", { name: "Turn off" }).click();
  await without.getByRole("dialog").getByLabel("Present password").fill(ann.password);
  await without.getByRole("dialog").getByRole("button", { name: "Turn off" }).click();
  await expect(without.getByRole("button", { name: "Turn on" })).toBeVisible();
  await without.close();
  await open(await (await browser.newContext()).newPage(), "/account", "My account", ann);
});

test("a manager removes the second factor of somebody who has lost his authenticator", async ({
  page,
  api,
  browser,
}) => {
  const bob = await api.agent("Bob");
  const his = await (await browser.newContext()).newPage();
  await open(his, "/account", "My account", bob);
  await enable(his, bob);
  await his.close();

  await open(page, "/settings/users", "Users");
  await page.getByLabel("Search users").fill(bob.username);
  await page.getByRole("button", { name: "Edit Bob" }).click();
  await page.getByRole("button", { name: "Remove second factor" }).click();
  await page.getByRole("dialog").last().getByRole("button", { name: "Remove second factor" }).click();
  await expect(page.getByText("The second factor is removed")).toBeVisible();
  await open(await (await browser.newContext()).newPage(), "/account", "My account", bob);
});
