import { randomUUID } from "node:crypto";
import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("a team is made, gets members, is set aside and deleted", async ({ page, api }) => {
  const name = `Sales ${randomUUID().slice(0, 8)}`;
  const ann = await api.agent(`Ann-${randomUUID().slice(0, 8)}`);
  await open(page, "/settings/teams", "Teams");
  await page.getByRole("button", { name: "Create team" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create team" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel(ann.name).check();
  await isCleanEverywhere(page);
  await dialog.getByRole("button", { name: "Create team" }).click();
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText(ann.name);
  await isCleanEverywhere(page);

  await page.getByRole("button", { name: `Edit ${name}` }).click();
  await dialog.getByLabel("Active").uncheck();
  await dialog.getByLabel(ann.name).uncheck();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("No members");
  await expect(row).toContainText("Inactive");
  const { teams } = await api.call<{ teams: { name: string }[] }>("GET", "/v1/teams?limit=200");
  expect(teams.find((team) => team.name === name)).toMatchObject({ active: false, members: [] });

  await row.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(row).toBeHidden();
});
