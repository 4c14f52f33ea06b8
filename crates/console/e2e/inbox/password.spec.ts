import { randomUUID } from "node:crypto";
import { Api } from "../support/api";
import { Mailbox } from "../support/mailbox";
import { Server } from "../support/server";
import { expect, test } from "../support/test";

test("who is invited chooses a password, forgets it, and chooses another", async ({ page }) => {
  const mailbox = await Mailbox.start();
  const server = await Server.start({
    SWITCHROOM_SMTP_URL: mailbox.url,
    SWITCHROOM_MAIL_FROM: "Switchroom <desk@example.com>",
  });
  const username = `ann-${randomUUID().slice(0, 8)}`;
  const user = { username, name: "Ann", email: `${username}@example.com`, roles: ["agent"], invite: true };
  await new Api(server.url).call("POST", "/v1/users", user);

  const signIn = async (password: string): Promise<void> => {
    await page.getByLabel("User name").fill(username);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  const invitation = await mailbox.link("/app/invite");
  await page.goto(invitation);
  await page.getByLabel("Password").fill(`${username}-again`);
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn(`${username}-again`);
  await expect(page.getByRole("heading", { name: "Mine" })).toBeVisible();

  await page.getByRole("button", { name: /account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("User name or e-mail address").fill(username);
  await page.getByRole("button", { name: "Send a link" }).click();
  await expect(page.getByRole("main")).toContainText("a link is on its way");

  await page.goto(await mailbox.link("/app/reset"));
  await expect(page).not.toHaveURL(/token/);
  await page.getByLabel("Password").fill(username);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("alert")).toContainText("password");
  await page.getByLabel("Password").fill("quite another one");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn("quite another one");
  await expect(page.getByRole("heading", { name: "Mine" })).toBeVisible();

  await page.goto("about:blank");
  await page.goto(invitation);
  await page.getByLabel("Password").fill("a third one, by an old link");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("alert")).toHaveText("This link is too old, or was used. Ask for another one.");

  await server.remove();
  mailbox.stop();
});
