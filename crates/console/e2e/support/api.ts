import { randomUUID } from "node:crypto";
import { TOKEN } from "./server";

interface Named {
  id: string;
  name: string;
}

export interface SeededRoom {
  id: string;
  number: number;
  contact: string;
}

/** What tests do over the API: they bring customers, and look at what the server has. */
export class Api {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls as the admin, or as whoever bears the token. */
  async call<T>(method: string, path: string, body?: object, token = TOKEN): Promise<T> {
    const response = await this.try(method, path, body, token);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  try(method: string, path: string, body?: object, token = TOKEN): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    return fetch(`${this.#url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  }

  /** A channel of the test's own, so that tests may share a database. */
  channel(): Promise<Named> {
    return this.call("POST", "/v1/channels", { kind: "api", name: `Shop ${randomUUID().slice(0, 8)}` });
  }

  /** Somebody who answers. */
  async agent(name: string): Promise<{ id: string; username: string; password: string; name: string }> {
    const username = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}`;
    const password = `${randomUUID()}-Aa1`;
    const { id } = await this.call<Named>("POST", "/v1/users", { username, name, password, roles: ["agent"] });
    return { id, username, password, name };
  }

  /** A customer who has written. */
  async room(channel: string, contact: string, ...texts: string[]): Promise<SeededRoom> {
    const opened = await this.call<SeededRoom>("POST", "/v1/rooms", {
      channel_id: channel,
      contact: { handle: randomUUID(), name: contact },
    });
    for (const text of texts) await this.says(opened.id, text);
    return { ...opened, contact };
  }

  /** The customer writes. */
  says(room: string, text: string): Promise<{ id: string }> {
    return this.call("POST", `/v1/rooms/${room}/messages`, { author: "contact", text });
  }

  /** A colleague answers, from somewhere else. */
  async saysAs(who: { username: string; password: string }, room: string, text: string): Promise<void> {
    const { token } = await this.call<{ token: string }>("POST", "/v1/sessions", {
      username: who.username,
      password: who.password,
    });
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`${this.#url}/v1/rooms/${room}/messages`, {
      method: "POST",
      headers,
      body: JSON.stringify({ text }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async messages(room: string): Promise<{ id: string; text: string; visibility: string; status: string }[]> {
    const { messages } = await this.call<{
      messages: { id: string; text: string; visibility: string; status: string }[];
    }>("GET", `/v1/rooms/${room}/messages?limit=200`);
    return messages;
  }
}
