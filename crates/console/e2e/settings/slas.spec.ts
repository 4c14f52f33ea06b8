import { randomUUID } from "node:crypto";
import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("a service level is made, changed and deleted", async ({ page, api }) => {
  const name = `Gold ${randomUUID().slice(0, 8)}`;
  await open(page, "/settings/slas", "Service levels");
  await page.getByRole("button", { name: "Create service level" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Description").fill("For the best");
  await dialog.getByLabel("Minutes").fill("soon");
  await expect(dialog.getByLabel("Minutes")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Minutes").fill("15");
  await isCleanEverywhere(page);
  await dialog.getByRole("button", { name: "Create service level" }).click();
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("within 15 minutes · For the best");
  await isCleanEverywhere(page);

  await page.getByRole("button", { name: `Edit ${name}` }).click();
  await dialog.getByLabel("Minutes").fill("30");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("within 30 minutes");
  const { slas } = await api.call<{ slas: { name: string }[] }>("GET", "/v1/slas");
  expect(slas.find((sla) => sla.name === name)).toMatchObject({ due_minutes: 30, description: "For the best" });
  await row.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(row).toBeHidden();
});
