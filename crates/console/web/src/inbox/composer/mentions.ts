import type { User } from "@/api/types";

/** Users that one note may mention. */
const MOST = 20;

/** Who is mentioned in a note: everybody whose name stands in it after an `@`. */
export function mentionsOf(text: string, users: Iterable<Pick<User, "id" | "name" | "active">>): string[] {
  const named = [...users].filter(({ active }) => active).sort((a, b) => b.name.length - a.name.length);
  let left = text;
  const mentioned: string[] = [];
  for (const { id, name } of named) {
    const sought = `@${name}`;
    if (!left.includes(sought)) continue;
    mentioned.push(id);
    // Ann is not mentioned by what mentions Ann Lee.
    left = left.replaceAll(sought, "");
  }
  return mentioned.slice(0, MOST);
}
