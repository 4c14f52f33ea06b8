import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { preferences } from "@/account/preferences";
import { classes } from "@/ui/classes";
import { usePaneWidth } from "./usePaneWidth";
import { afterKey, PANES, type Pane, within } from "./width";

interface Props {
  pane: Pane;
  /** The id of the pane's element. */
  controls: string;
  /** On which side of the edge the pane is. */
  side: "start" | "end";
  className?: string;
}

/** The edge of a pane: it is drawn with the pointer, or moved with the arrows; a double click puts it where it usually is. */
export function Divider({ pane, controls, side, className }: Props) {
  const t = useTranslations("panes");
  const width = usePaneWidth(pane);
  const measure = PANES[pane];
  const drawn = useRef<{ x: number; width: number } | null>(null);
  const grows = (): "left" | "right" => {
    const isRightToLeft = document.documentElement.dir === "rtl";
    return (side === "start") === isRightToLeft ? "left" : "right";
  };
  const set = (next: number | undefined): void => {
    const { [pane]: _, ...others } = preferences.get().widths;
    preferences.set({ widths: next === undefined ? others : { ...others, [pane]: next } });
  };

  const pressed = (event: KeyboardEvent): void => {
    const next = afterKey(event.key, width, measure, grows());
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(next);
  };
  const moved = ({ clientX }: PointerEvent): void => {
    const from = drawn.current;
    if (!from) return;
    const by = clientX - from.x;
    set(within(from.width + (grows() === "right" ? by : -by), measure));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label={t(pane)}
      aria-controls={controls}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={measure.least}
      aria-valuemax={measure.most}
      title={t("hint")}
      onKeyDown={pressed}
      onDoubleClick={() => set(undefined)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drawn.current = { x: event.clientX, width };
      }}
      onPointerMove={moved}
      onPointerUp={() => {
        drawn.current = null;
      }}
      onLostPointerCapture={() => {
        drawn.current = null;
      }}
      className={classes(
        "relative z-10 -mx-1 w-2 shrink-0 cursor-col-resize touch-none select-none outline-offset-0",
        "after:absolute after:inset-y-0 after:inset-x-0.75 after:transition-colors hover:after:bg-accent-text focus-visible:after:bg-accent-text",
        className,
      )}
    />
  );
}
