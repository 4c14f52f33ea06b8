import { randomUUID } from "node:crypto";
import { isCleanEverywhere } from "../support/axe";
import { Mailbox } from "../support/mailbox";
import { Server } from "../support/server";
import { expect, test } from "../support/test";
import { open } from "./open";

test("somebody is invited by mail, once more if he does not come, and then is there", async ({ page, browser }) => {
  const mailbox = await Mailbox.start();
  const server = await Server.start({
    SWITCHROOM_SMTP_URL: mailbox.url,
    SWITCHROOM_MAIL_FROM: "Switchroom <desk@example.com>",
  });
  await page.goto(`${server.url}/app/settings/users`);
  await page.getByLabel("User name").fill("admin");
  await page.getByLabel("Password").fill("staple-battery-horse-42");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Create user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User name").fill("ann");
  await dialog.getByLabel("Name", { exact: true }).fill("Ann Lee");
  await expect(dialog.getByLabel("By an invitation")).toBeChecked();
  await dialog.getByRole("button", { name: "Create user" }).click();
  await expect(dialog.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("E-mail").fill("ann@example.com");
  await dialog.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByText("The invitation is on its way")).toBeVisible();
  const first = await mailbox.link("/app/invite");

  await page.getByRole("button", { name: "Invite again: Ann Lee" }).click();
  const second = await mailbox.link("/app/invite");
  expect(second).not.toBe(first);
  const visitor = await browser.newPage();
  await visitor.goto(second);
  await visitor.getByLabel("Password").fill("a password that ann chose");
  await visitor.getByRole("button", { name: "Set password" }).click();
  await visitor.getByRole("link", { name: "Sign in" }).click();
  await visitor.getByLabel("User name").fill("ann");
  await visitor.getByLabel("Password").fill("a password that ann chose");
  await visitor.getByRole("button", { name: "Sign in" }).click();
  await expect(visitor.getByRole("heading", { name: "Mine" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("ann@example.com")).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite again: Ann Lee" })).toBeHidden();

  await visitor.close();
  await server.remove();
  mailbox.stop();
});

test("a user is created with a password, found, changed, shut out and let in again", async ({ page, api }) => {
  const username = `bob-${randomUUID().slice(0, 8)}`;
  const password = "a password for somebody";
  const logIn = async (): Promise<number> => (await api.try("POST", "/v1/sessions", { username, password })).status;
  await open(page, "/settings/users", "Users");
  await page.getByRole("button", { name: "Create user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User name").fill(username);
  await dialog.getByLabel("By a password").check();
  await dialog.getByLabel("Password", { exact: true }).fill(password);
  await dialog.getByLabel("manager").check();
  await isCleanEverywhere(page);
  await dialog.getByRole("button", { name: "Create user" }).click();
  await expect(dialog).toBeHidden();
  expect(await logIn()).toBe(201);

  await page.getByLabel("Search users").fill(username);
  const row = page.getByRole("main").getByRole("listitem");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("manager");
  await row.getByRole("button", { name: /^Edit/ }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Bob Marsh");
  await dialog.getByLabel("manager").uncheck();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Bob Marsh");
  await expect(row).not.toContainText("manager");

  await row.getByRole("button", { name: "Deactivate" }).click();
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(row).toContainText("Inactive");
  expect(await logIn()).toBe(401);
  await row.getByRole("button", { name: "Activate" }).click();
  await expect(row).not.toContainText("Inactive");
  expect(await logIn()).toBe(201);
});

test("who may not manage users does not see the page", async ({ page, api }) => {
  const ann = await api.agent("Ann");
  await page.goto("/app/settings/users");
  await page.getByLabel("User name").fill(ann.username);
  await page.getByLabel("Password").fill(ann.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("You may not see this")).toBeVisible();
  await expect(page.getByRole("link", { name: "Users" })).toBeHidden();
});
