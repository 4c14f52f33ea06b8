import createClient from "openapi-fetch";
import { ownHeaders, send } from "./call";
import type { paths } from "./schema";

/** The server's API, typed by its own description. Refusals are thrown. */
export const api = createClient<paths>({ baseUrl: "/", fetch: send, credentials: "same-origin" });

api.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(ownHeaders())) request.headers.set(name, value);
    return request;
  },
});

/** The body of an answer that was not refused. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}
