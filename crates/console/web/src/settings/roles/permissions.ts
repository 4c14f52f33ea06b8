/** Permissions by what they are about, e.g. `room`; both in the order in which they were first named. */
export function byNoun(permissions: readonly string[]): [noun: string, permissions: string[]][] {
  const groups = new Map<string, string[]>();
  for (const permission of permissions) {
    const noun = permission.split(".")[0] ?? permission;
    groups.set(noun, [...(groups.get(noun) ?? []), permission]);
  }
  return [...groups];
}

/** What has to be sent for one role, and only for those that were changed. */
export function changesOf(
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
): [role: string, permissions: readonly string[]][] {
  const isSame = (a: readonly string[], b: readonly string[]): boolean =>
    a.length === b.length && a.every((each) => b.includes(each));
  return [...after].filter(([role, permissions]) => !isSame(before.get(role) ?? [], permissions));
}
