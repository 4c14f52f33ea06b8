/** Requests that may find nothing before somebody is asked whether to go on. */
export const IN_VAIN = 20;

interface Page {
  readonly found: readonly unknown[];
  readonly next: string | null;
}

/** A page with something on it: one request looks through no more than its share, so the first ones may find nothing. */
export async function somePage<P extends Page>(
  ask: (cursor: string | null) => Promise<P>,
  cursor: string | null,
): Promise<P> {
  let page = await ask(cursor);
  for (let asked = 1; page.found.length === 0 && page.next !== null && asked < IN_VAIN; asked += 1) {
    page = await ask(page.next);
  }
  return page;
}
