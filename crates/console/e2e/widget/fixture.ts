import { test as base, type FrameLocator, type Page } from "@playwright/test";
import { Api } from "../support/api";
import { Server } from "../support/server";
import { Site } from "./site";

/** Somebody who answers, over the API. */
export interface Agent {
  id: string;
  token: string;
}

interface Message {
  text?: string;
  author: { type: string };
}

/** What a test of the widget has. */
export class Desk {
  readonly server: Server;
  readonly site: Site;
  readonly #api: Api;
  readonly #page: Page;
  channel = "";

  constructor(server: Server, site: Site, page: Page) {
    this.server = server;
    this.site = site;
    this.#api = new Api(server.url);
    this.#page = page;
  }

  /** Calls the API as the admin, or as whoever bears the token. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: object, token?: string): Promise<T> {
    return this.#api.call<T>(method, `/v1${path}`, body, token);
  }

  /** Makes a web channel with these settings. */
  async make(widget: object = {}): Promise<void> {
    const { id } = await this.call<{ id: string }>("POST", "/channels", { kind: "web", name: "Acme Support" });
    this.channel = id;
    await this.call("PATCH", `/channels/${id}`, { widget });
  }

  /** Opens the site's page. */
  async visit(page: Page = this.#page): Promise<void> {
    if (page !== this.#page) await look(page);
    await page.goto(`${this.site.origin}/?channel=${this.channel}`);
    await page.getByRole("button", { name: "Open chat" }).waitFor();
  }

  /** Opens the site's page and the widget on it. */
  async open(page: Page = this.#page): Promise<FrameLocator> {
    await this.visit(page);
    await page.getByRole("button", { name: "Open chat" }).click();
    return this.widget(page);
  }

  widget(page: Page = this.#page): FrameLocator {
    return page.frameLocator('iframe[title="Chat"]');
  }

  async agent(name = "Bob Marsh"): Promise<Agent> {
    const username = `agent-${crypto.randomUUID()}`;
    const { id } = await this.call<{ id: string }>("POST", "/users", { username, name, roles: ["admin"] });
    const { secret } = await this.call<{ secret: string }>("POST", "/tokens", { user_id: id, scopes: ["all"] });
    return { id, token: secret };
  }

  /** The channel's rooms, latest activity first. */
  async rooms(): Promise<
    { id: string; status: string; contact_id: string; rating?: { value: number; comment?: string }; team_id?: string }[]
  > {
    return (await this.call<{ rooms: never[] }>("GET", `/rooms?channel_id=${this.channel}`)).rooms;
  }

  async room(): Promise<string> {
    return (await this.rooms())[0]?.id ?? "";
  }

  /** The texts of a room, oldest first. */
  async texts(room: string): Promise<string[]> {
    const { messages } = await this.call<{ messages: Message[] }>("GET", `/rooms/${room}/messages?limit=200`);
    return messages.map(({ text }) => text ?? "").reverse();
  }

  async say(agent: Agent, room: string, text: string): Promise<void> {
    await this.call("POST", `/rooms/${room}/messages`, { text }, agent.token);
  }
}

/** The widget's shadow root is closed: nobody looks into it, but the tests do. */
async function look(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      return attach.call(this, { ...init, mode: "open" });
    };
  });
}

/** A server and a site a worker, and a desk a test. */
export const test = base.extend<{ desk: Desk }, { server: Server; site: Site }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  site: [
    async ({ server }, use) => {
      const site = await Site.start(() => server.url);
      await use(site);
      site.stop();
    },
    { scope: "worker" },
  ],
  desk: async ({ server, site, page }, use) => {
    await look(page);
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await use(new Desk(server, site, page));
    if (faults.length > 0) throw new Error(`the page failed: ${faults.join("\n")}`);
  },
});

export { expect } from "@playwright/test";
