import { classes } from "./classes";

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

const SHOWN: Record<string, string> = {
  mod: isApple ? "⌘" : "Ctrl",
  shift: isApple ? "⇧" : "Shift",
  enter: "↵",
  escape: "Esc",
  up: "↑",
  down: "↓",
};

/** The parts of `g m` or `mod+k`, as people read them on their keyboards. */
export function shownKeys(keys: string): string[] {
  return keys.split(" ").flatMap((step) => step.split("+").map((key) => SHOWN[key] ?? key.toUpperCase()));
}

/** A key, a combination or a sequence of keys. */
export function Keys({ keys, isInverted = false }: { keys: string; isInverted?: boolean }) {
  return (
    <span className="inline-flex gap-0.5">
      {shownKeys(keys).map((key, at) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice, and they never change places
          key={at}
          className={classes(
            "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded px-1 font-sans text-2xs",
            isInverted ? "bg-canvas/20 text-canvas" : "border border-line bg-canvas text-muted",
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
