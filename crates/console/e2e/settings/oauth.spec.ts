import { randomUUID } from "node:crypto";
import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("an OAuth client is created, its secret logs a user in once it is known, and it is deleted", async ({
  page,
  api,
  server,
}) => {
  const name = `Desk ${randomUUID().slice(0, 8)}`;
  const ann = await api.agent("Ann");
  await open(page, "/settings/oauth", "OAuth clients");
  await page.getByRole("button", { name: "Create client" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(dialog).toContainText("This is shown only once");
  await isCleanEverywhere(page);
  const [secret = "", id = ""] = await dialog.getByRole("code").allTextContents();

  const logIn = (): Promise<Response> =>
    fetch(`${server.url}/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        grant_type: "password",
        username: ann.username,
        password: ann.password,
        client_id: id,
        client_secret: secret,
      }),
    });
  expect((await logIn()).ok).toBe(true);

  await dialog.getByRole("button", { name: "I have kept it" }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText(id);
  await expect(page.getByText(secret)).toBeHidden();
  await isCleanEverywhere(page);
  await row.getByRole("button", { name: `Delete ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  // Behind a dialog nothing is seen: only once that is gone the row says something.
  await expect(dialog).toBeHidden();
  await expect(row).toBeHidden();
  expect((await logIn()).ok).toBe(false);
});
