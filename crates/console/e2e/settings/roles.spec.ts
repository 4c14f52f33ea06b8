import { isCleanEverywhere } from "../support/axe";
import { expect, test } from "../support/test";
import { open } from "./open";

test("what a role allows is changed after a look at what will change, and holds at once", async ({ page, api }) => {
  const ann = await api.agent("Ann");
  const { token } = await api.call<{ token: string }>("POST", "/v1/sessions", {
    username: ann.username,
    password: ann.password,
  });
  const tries = async (): Promise<number> =>
    (await api.try("POST", "/v1/slas", { name: "Soon", due_minutes: 5 }, token)).status;
  expect(await tries()).toBe(403);

  await open(page, "/settings/roles", "Roles");
  await page.getByLabel("Search permissions").fill("sla.manage");
  await expect(page.getByRole("row")).toHaveCount(2);
  await isCleanEverywhere(page);
  const cell = page.getByRole("checkbox", { name: "agent: sla.manage" });
  const turn = async (change: string): Promise<void> => {
    await cell.click();
    await page.getByRole("button", { name: "Save roles" }).click();
    await expect(page.getByRole("dialog")).toContainText(change);
    await page.getByRole("dialog").getByRole("button", { name: "Save roles" }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.getByLabel("Search permissions").fill("sla.manage");
  };
  await turn("+sla.manage");
  await expect(cell).toBeChecked();
  expect(await tries()).toBe(201);
  await cell.click();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(cell).toBeChecked();
  await turn("−sla.manage");
  await expect(cell).not.toBeChecked();
  expect(await tries()).toBe(403);
});
