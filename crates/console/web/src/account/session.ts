import { call, whenSignedOut } from "@/api/call";
import { Problem, Unreachable } from "@/api/problem";
import type { Me } from "@/api/types";
import { isSignedOut, Live } from "@/live/live";
import { Topics } from "@/live/topics";

/** Who is at this page: nobody knows yet, nobody, or somebody. */
export type Session =
  | { state: "unknown" }
  | { state: "out"; why?: "ended" }
  | { state: "unreachable" }
  | { state: "in"; live: Live };

const LAST = "switchroom.me";
const topics = new Topics();
let session: Session = { state: "unknown" };

function become(next: Session): void {
  session = next;
  topics.tell("session");
}

export const sessions = {
  get: (): Session => session,
  listen: (listener: () => void): (() => void) => topics.listen("session", listener),
};

/** Finds out who is signed in. Whoever was here last sees what the browser kept, while the server is asked. */
export async function begin(): Promise<void> {
  whenSignedOut(() => void end("ended"));
  const last = lastUser();
  if (last) await enter(last);
  try {
    const me = await call<Me>("GET", "/v1/me");
    if (session.state === "in" && session.live.userId === me.user?.id) {
      session.live.me = me;
      localStorage.setItem(LAST, JSON.stringify(me));
      session.live.start();
    } else {
      await enter(me);
      if (session.state === "in") session.live.start();
    }
  } catch (error) {
    if (isSignedOut(error)) await end();
    else if (session.state === "in") session.live.start();
    else become({ state: "unreachable" });
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
  }
}

/** Signs in. Throws why not. */
export async function signIn(username: string, password: string, totp: string): Promise<void> {
  await call("POST", "/v1/sessions", { username, password, ...(totp ? { totp } : {}), cookie: true });
  await signedIn();
}

/** Signs in whoever was just given a session's cookie. */
export async function signedIn(): Promise<void> {
  await enter(await call<Me>("GET", "/v1/me"));
  if (session.state === "in") session.live.start();
}

/** Asks again who is signed in, because he changed something about himself. */
export async function refreshMe(): Promise<void> {
  const me = await call<Me>("GET", "/v1/me");
  if (session.state !== "in") return;
  session.live.me = me;
  localStorage.setItem(LAST, JSON.stringify(me));
}

/** Signs out, and forgets what the browser kept. */
export async function signOut(): Promise<void> {
  const live = session.state === "in" ? session.live : undefined;
  await call("DELETE", "/v1/sessions/current").catch(() => undefined);
  await live?.forget();
  await end();
}

async function enter(me: Me): Promise<void> {
  if (!me.user) {
    become({ state: "out" });
    return;
  }
  if (session.state === "in") session.live.stop();
  const live = new Live(me);
  await live.restore();
  localStorage.setItem(LAST, JSON.stringify(me));
  become({ state: "in", live });
}

async function end(why?: "ended"): Promise<void> {
  if (session.state === "in") session.live.stop();
  localStorage.removeItem(LAST);
  become({ state: "out", ...(why && session.state === "in" ? { why } : {}) });
}

function lastUser(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(LAST) ?? "null") as Me | null;
  } catch {
    return null;
  }
}
