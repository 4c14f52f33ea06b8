import AxeBuilder from "@axe-core/playwright";
import type { FrameLocator } from "@playwright/test";
import { type Desk, expect, test } from "./fixture";

/** A PNG of 2 by 1 pixels. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP8z8Dwn4GBgQEADQ4CAT1F1EEAAAAASUVORK5CYII=",
  "base64",
);
const PICTURE = { name: "my cat.png", mimeType: "image/png", buffer: PNG };
const NOTES = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("hello") };

interface Said {
  type: string;
  text?: string;
  payload?: { name: string; url: string; size: number };
}

async function said(desk: Desk): Promise<Said[]> {
  const { messages } = await desk.call<{ messages: Said[] }>("GET", `/rooms/${await desk.room()}/messages`);
  return messages.reverse();
}

function chooser(widget: FrameLocator) {
  return widget.locator('input[type="file"]');
}

test("files go both ways: pictures are seen, others are fetched by name", async ({ desk, page }) => {
  await desk.make();
  const [agent, widget] = [await desk.agent(), await desk.open()];
  const choosing = page.waitForEvent("filechooser");
  await widget.getByRole("button", { name: "Attach files" }).click();
  await (await choosing).setFiles([PICTURE, NOTES]);
  const picture = widget.getByRole("img", { name: "my cat.png" });
  await expect(picture).toBeVisible();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  await expect.poll(async () => (await said(desk)).map(({ type }) => type)).toEqual(["image", "document"]);
  await expect(picture).toHaveAttribute("src", /^\/files\/.*my%20cat\.png$/);
  await expect(picture).toHaveAttribute("width", "2");
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(2);
  const notes = widget.getByRole("link", { name: /notes\.txt/ });
  const href = (await notes.getAttribute("href")) ?? "";
  expect(await (await fetch(new URL(href, desk.server.url))).text()).toBe("hello");

  const form = new FormData();
  form.append("file", new Blob([PNG], { type: "image/png" }), "from us.png");
  const headers = { authorization: `Bearer ${agent.token}` };
  const uploaded = await fetch(`${desk.server.url}/v1/files`, { method: "POST", headers, body: form });
  const { id } = (await uploaded.json()) as { id: string };
  await desk.call("POST", `/rooms/${await desk.room()}/messages`, { file_id: id, text: "like this" }, agent.token);
  await expect(widget.getByRole("img", { name: "from us.png" })).toBeVisible();
  await expect(widget.getByText("like this")).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).options({ iframes: true }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test("files are pasted and dropped", async ({ desk }) => {
  await desk.make();
  const widget = await desk.open();
  const composer = widget.getByRole("textbox", { name: "Write a message…" });
  const hand = (kind: "paste" | "drop", name: string) =>
    composer.evaluate(
      (element, { kind, name }) => {
        const files = new DataTransfer();
        files.items.add(new File(["hello"], name, { type: "text/plain" }));
        const init = { bubbles: true, cancelable: true };
        const event =
          kind === "paste"
            ? new ClipboardEvent("paste", { ...init, clipboardData: files })
            : new DragEvent("drop", { ...init, dataTransfer: files });
        if (kind === "drop") element.dispatchEvent(new DragEvent("dragover", { ...init, dataTransfer: files }));
        return new Promise((resolve) => {
          requestAnimationFrame(() => {
            const seen = document.querySelector(".drop") !== null;
            element.dispatchEvent(event);
            resolve(seen);
          });
        });
      },
      { kind, name },
    );
  await hand("paste", "pasted.txt");
  await expect(widget.getByRole("link", { name: /pasted\.txt/ })).toBeVisible();
  await hand("drop", "dropped.txt");
  await expect(widget.getByRole("link", { name: /dropped\.txt/ })).toBeVisible();
  await expect(widget.getByText("Drop files here to send them")).not.toBeAttached();
  expect((await said(desk)).map(({ payload }) => payload?.name)).toEqual(["pasted.txt", "dropped.txt"]);
});

test("what cannot be sent says why, and begins no conversation", async ({ desk }) => {
  await desk.make();
  const widget = await desk.open();
  const page = { name: "page.png", mimeType: "image/png", buffer: Buffer.from("<!DOCTYPE html><script>1</script>") };
  await chooser(widget).setInputFiles(page);
  await expect(widget.getByText("Files of this type cannot be sent here")).toBeVisible();
  await expect(widget.getByRole("button", { name: "Try again" })).not.toBeAttached();
  await widget.getByRole("button", { name: "Discard" }).click();
  // Made in the page: it is too large to be handed over.
  await chooser(widget).evaluate((input: HTMLInputElement) => {
    const files = new DataTransfer();
    files.items.add(new File([new ArrayBuffer(25 * 1024 * 1024 + 1)], "film.mp4", { type: "video/mp4" }));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await expect(widget.getByText("This file is too large. It may have at most 26.2 MB.")).toBeVisible();
  await widget.getByRole("button", { name: "Discard" }).click();
  expect(await desk.rooms()).toEqual([]);
});

test("a file that was uploaded is said after a reload, and one that was not is told as lost", async ({
  desk,
  page,
}) => {
  await desk.make();
  const widget = await desk.open();
  await widget.getByRole("textbox").fill("one");
  await widget.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();

  // Uploaded, but not said.
  await page.route("**/messages", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  const uploaded = page.waitForResponse((answer) => answer.url().endsWith("/v1/files") && answer.status() === 201);
  await chooser(widget).setInputFiles(NOTES);
  await uploaded;
  await expect(widget.getByText("Sending…")).toBeVisible();
  await page.unroute("**/messages");
  await page.reload();
  await expect
    .poll(async () => (await said(desk)).map(({ payload }) => payload?.name))
    .toEqual([undefined, "notes.txt"]);

  // Not uploaded.
  await page.getByRole("button", { name: "Open chat" }).click();
  await page.route("**/v1/files", (route) => route.abort());
  await chooser(widget).setInputFiles({ ...NOTES, name: "more.txt" });
  await expect(widget.getByText("Sending…")).toBeVisible();
  await page.unroute("**/v1/files");
  await page.reload();
  await page.getByRole("button", { name: "Open chat" }).click();
  await expect(widget.getByText("This page was reloaded before the file was sent.")).toBeVisible();
  await widget.getByRole("button", { name: "Discard" }).click();
  await expect(widget.getByText("more.txt")).not.toBeAttached();
});

test("a file waits while the server is gone", async ({ desk, page }) => {
  await desk.make();
  const widget = await desk.open();
  let isGone = true;
  await page.route("**/v1/files", (route) => (isGone ? route.abort() : route.continue()));
  await chooser(widget).setInputFiles(PICTURE);
  await expect(widget.getByRole("img", { name: "my cat.png" })).toHaveAttribute("src", /^blob:/);
  await expect(widget.getByText("Sending…")).toBeVisible();
  isGone = false;
  await expect(widget.getByText("Sent", { exact: true })).toBeVisible();
  expect(await said(desk)).toHaveLength(1);
});
