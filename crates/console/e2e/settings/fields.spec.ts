import { randomUUID } from "node:crypto";
import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("a custom field is made, its pattern holds, and it becomes a choice", async ({ page, api, shop }) => {
  const key = `plan_${randomUUID().slice(0, 8)}`;
  const label = `Plan ${key}`;
  const room = await api.room(shop.id, "Ada");
  const set = async (value: string): Promise<number> =>
    (await api.try("PATCH", `/v1/rooms/${room.id}`, { custom_fields: { [key]: value } })).status;
  await open(page, "/settings/fields", "Custom fields");
  await page.getByRole("button", { name: "Create field" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Label").fill(label);
  await dialog.getByLabel("Key").fill(key);
  await dialog.getByLabel("Pattern").fill("(");
  await dialog.getByRole("button", { name: "Create field" }).click();
  await expect(dialog.getByLabel("Pattern")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Pattern").fill("^[a-z]+$");
  await isCleanEverywhere(page);
  await dialog.getByRole("button", { name: "Create field" }).click();
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: key });
  await expect(row).toContainText("Conversations");
  expect(await set("GOLD")).toBe(422);
  expect(await set("gold")).toBe(200);
  await isCleanEverywhere(page);

  await page.getByRole("button", { name: `Edit ${label}` }).click();
  await dialog.getByLabel("Filled in by").selectOption("Choice");
  await dialog.getByLabel("Options").fill("gold\nsilver");
  await dialog.getByLabel("Forms insist on it").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("gold, silver");
  await expect(row).toContainText("Required");
  const { custom_fields } = await api.call<{ custom_fields: { key: string }[] }>("GET", "/v1/custom-fields?limit=200");
  expect(custom_fields.find((field) => field.key === key)).toMatchObject({
    kind: "choice",
    options: ["gold", "silver"],
    required: true,
  });
  await row.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(row).toBeHidden();
});
