import { randomUUID } from "node:crypto";
import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("a canned response is written with variables, seen as it would be said, found, changed and deleted", async ({
  page,
  api,
}) => {
  const shortcut = `hello-${randomUUID().slice(0, 8)}`;
  await open(page, "/settings/canned", "Canned responses");
  await page.getByRole("button", { name: "Create canned response" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Shortcut").fill(`/${shortcut}`);
  await dialog.getByLabel("Text").fill("Hello ");
  await dialog.getByRole("button", { name: "Customer’s name" }).click();
  await expect(dialog.getByLabel("Text")).toHaveValue("Hello {{contact.name}}");
  await expect(dialog.getByLabel("Text")).toBeFocused();
  await page.keyboard.type(", I am ");
  await dialog.getByRole("button", { name: "Your name" }).click();
  await page.keyboard.type(". {{nobody}}");
  await expect(dialog.getByRole("region", { name: "Preview" })).toContainText(
    "Hello Siti Rahayu, I am admin. {{nobody}}",
  );
  await dialog.getByLabel("Tags").fill("greeting, first");
  await dialog.getByLabel("For whom").selectOption("Everybody");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Text")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Text").fill("Hello {{contact.name}}.");
  await isCleanEverywhere(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("listitem").filter({ hasText: `/${shortcut}` });
  await expect(row).toContainText("Everybody");
  await isCleanEverywhere(page);

  await page.getByLabel("Search canned responses").fill("nothing is like this");
  await expect(page.getByText("None is like that")).toBeVisible();
  await page.getByLabel("Search canned responses").fill("GREETING");
  await expect(row).toBeVisible();

  await row.getByRole("button", { name: `Edit /${shortcut}` }).click();
  await dialog.getByLabel("Text").fill("Good day.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Good day.");
  const saved = await api.call<{ canned_responses: object[] }>("GET", `/v1/canned-responses?q=${shortcut}`);
  expect(saved.canned_responses).toMatchObject([{ scope: "all", text: "Good day.", tags: ["greeting", "first"] }]);

  await row.getByRole("button", { name: `Delete /${shortcut}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(row).toBeHidden();
});

test("an agent writes for himself, and may not change what is for all", async ({ page, api }) => {
  const ann = await api.agent("Ann");
  const shortcut = `bye-${randomUUID().slice(0, 8)}`;
  await api.call("POST", "/v1/canned-responses", { shortcut, text: "Good bye.", scope: "all" });
  await open(page, "/settings/canned", "Canned responses", ann);
  const row = page.getByRole("listitem").filter({ hasText: `/${shortcut}` });
  await expect(row).toContainText("Everybody");
  await expect(row.getByRole("button")).toHaveCount(0);
  await page.getByRole("button", { name: "Create canned response" }).click();
  await expect(page.getByLabel("For whom").getByRole("option")).toHaveText(["Only me"]);
  await page.getByLabel("Shortcut").fill("mine");
  await page.getByLabel("Text").fill("Mine.");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Edit /mine" })).toBeVisible();
});
