const HUES = [
  "bg-[#dbe4ff] text-[#2b3f94] dark:bg-[#2b3563] dark:text-[#c3cffb]",
  "bg-[#d3f2e4] text-[#14573a] dark:bg-[#1d4636] dark:text-[#b0e8cd]",
  "bg-[#ffe3d3] text-[#86380d] dark:bg-[#54301f] dark:text-[#ffcfb4]",
  "bg-[#f5dcf5] text-[#772b79] dark:bg-[#4c2a4e] dark:text-[#efc2f0]",
  "bg-[#fdedc4] text-[#6a4a00] dark:bg-[#4b3c14] dark:text-[#f4dc9c]",
  "bg-[#d5eef7] text-[#125067] dark:bg-[#1b4352] dark:text-[#b0e2f4]",
  "bg-[#fbdce2] text-[#8a2139] dark:bg-[#55242f] dark:text-[#fac1cc]",
  "bg-[#e4e6ea] text-[#40454f] dark:bg-[#363a43] dark:text-[#d3d7df]",
] as const;

/** Always the same colours for the same text. */
export function hueOf(text: string): string {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return HUES[hash % HUES.length] ?? HUES[0];
}
