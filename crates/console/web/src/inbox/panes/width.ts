/** How wide a pane may be, in pixels. */
export interface Measure {
  readonly least: number;
  readonly usual: number;
  readonly most: number;
}

/** The panes whose widths can be changed. */
export const PANES = {
  views: { least: 160, usual: 224, most: 360 },
  list: { least: 240, usual: 336, most: 560 },
  context: { least: 240, usual: 304, most: 520 },
} as const satisfies Record<string, Measure>;

export type Pane = keyof typeof PANES;

/** How far a key moves an edge, in pixels. */
const STEP = 16;

export function within(width: number, { least, most }: Measure): number {
  return Math.round(Math.min(most, Math.max(least, width)));
}

/** The width after a key; undefined: the key means nothing. `grows`: the direction in which the pane gets wider. */
export function afterKey(key: string, width: number, measure: Measure, grows: "left" | "right"): number | undefined {
  const sign = grows === "right" ? 1 : -1;
  switch (key) {
    case "ArrowRight":
      return within(width + sign * STEP, measure);
    case "ArrowLeft":
      return within(width - sign * STEP, measure);
    case "Home":
      return measure.least;
    case "End":
      return measure.most;
    default:
      return undefined;
  }
}
