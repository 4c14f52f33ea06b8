/** A webhook's choice of events: names, `room.*` for all of a noun, `*` for all, and topics of its dialect. */
export type Selection = readonly string[];

const nounOf = (type: string): string => type.split(".")[0] ?? type;
const wildcardOf = (noun: string): string => `${noun}.*`;

/** Whether an event is among those chosen, by its own name or by a wildcard. */
export function covers(selection: Selection, type: string): boolean {
  return selection.includes("*") || selection.includes(wildcardOf(nounOf(type))) || selection.includes(type);
}

/** Whether all events of a noun are chosen, also those that there will be. */
export function coversNoun(selection: Selection, noun: string): boolean {
  return selection.includes("*") || selection.includes(wildcardOf(noun));
}

/** The choice with an event in it, or without it; wildcards that covered it become the other events that there are. */
export function withType(selection: Selection, type: string, isIn: boolean, types: readonly string[]): string[] {
  if (isIn) return covers(selection, type) ? [...selection] : [...selection, type];
  const noun = nounOf(type);
  const narrowed = covers(selection, type) ? withoutWildcard(selection, noun, types) : [...selection];
  return narrowed.filter((each) => each !== type);
}

/** The choice with all events of a noun in it, or without any. */
export function withNoun(selection: Selection, noun: string, isIn: boolean, types: readonly string[]): string[] {
  if (isIn && coversNoun(selection, noun)) return [...selection];
  const others = withoutWildcard(selection, noun, types).filter((each) => nounOf(each) !== noun || !each.includes("."));
  return isIn ? [...others, wildcardOf(noun)] : others;
}

/** The choice in which a noun's events are named one by one. */
function withoutWildcard(selection: Selection, noun: string, types: readonly string[]): string[] {
  const nouns = [...new Set(types.map(nounOf))];
  const wide = selection.includes("*")
    ? [...selection.filter((each) => each !== "*"), ...nouns.map(wildcardOf)]
    : [...selection];
  const unique = [...new Set(wide)];
  if (!unique.includes(wildcardOf(noun))) return unique;
  const named = types.filter((type) => nounOf(type) === noun && !unique.includes(type));
  return [...unique.filter((each) => each !== wildcardOf(noun)), ...named];
}

/** The events there are, by their nouns, as the catalogue has them. */
export function byNoun(types: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const type of types) groups.set(nounOf(type), [...(groups.get(nounOf(type)) ?? []), type]);
  return groups;
}
