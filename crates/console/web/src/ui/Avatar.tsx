import { classes } from "./classes";
import { hueOf } from "./hue";

const SIZES = {
  xs: "size-4.5 text-[9px]",
  sm: "size-6 text-[10px]",
  md: "size-8 text-xs",
  lg: "size-12 text-base",
} as const;

/** Somebody's initials on a colour of his own. It says nothing to who cannot see it: the name stands beside it. */
export function Avatar({ id, name, size = "md" }: { id: string; name: string; size?: keyof typeof SIZES }) {
  return (
    <span
      aria-hidden="true"
      className={classes(
        "inline-flex shrink-0 select-none items-center justify-center rounded-full font-semibold",
        SIZES[size],
        hueOf(id),
      )}
    >
      {initials(name)}
    </span>
  );
}

/** One or two letters to stand for a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0]?.match(/[\p{L}\p{N}]/u)?.[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1)?.match(/[\p{L}\p{N}]/u)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}
