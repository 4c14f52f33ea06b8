import { Problem, Unreachable } from "./problem";
import type { ProblemDocument } from "./types";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The headers that every request bears: the proof that it is this page's, and not a form of another site's. */
export function ownHeaders(): Record<string, string> {
  return { "Switchroom-Csrf": "1" };
}

/** Why a password or a code was not taken: that says nothing of the session. */
const OF_WHAT_WAS_SHOWN = new Set(["wrong_credentials", "totp_required", "wrong_totp"]);

/** Whoever wants to know that the session has ended. */
let onSignedOut: () => void = () => {};
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** `fetch`, with the page's headers; refusals are thrown as [`Problem`], silence as [`Unreachable`]. */
export async function send(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Unreachable(error);
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && !OF_WHAT_WAS_SHOWN.has(problem.code)) onSignedOut();
  throw problem;
}

async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("json")) {
    const document = (await response.json().catch(() => null)) as ProblemDocument | null;
    if (document?.code) return new Problem(document);
  }
  // Something between us and the server answered.
  if (response.status >= 500) throw new Unreachable();
  const detail = response.statusText || String(response.status);
  return new Problem({
    type: "about:blank",
    title: detail,
    status: response.status,
    detail,
    code: `http_${response.status}`,
  });
}

/** A call whose answer the caller names the type of. */
export async function call<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { ...ownHeaders() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  const response = await send(new Request(new URL(path, location.origin), init));
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
