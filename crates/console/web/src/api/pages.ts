import { call } from "./call";

/** Pages that are fetched at the most, so that an endless list cannot keep us for ever. */
const MOST = 50;

/** All entries of a list that is short, page after page. */
export async function everyPage<T>(path: string, field: string): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST; page += 1) {
    const query = new URLSearchParams({ limit: "200", ...(cursor ? { cursor } : {}) });
    const answer: Record<string, unknown> = await call("GET", `${path}?${query}`);
    all.push(...((answer[field] ?? []) as T[]));
    cursor = (answer["next"] as string | null | undefined) ?? null;
    if (!cursor) break;
  }
  return all;
}
