/** One thing that was counted or measured at a time, in milliseconds since 1970. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** The smallest round number that is not below the greatest value: 1, 2 or 5 with zeros. */
export function roundAbove(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}

/** A scale from a range of values to a range of places. */
export function scaleOf(from: readonly [number, number], to: readonly [number, number]): (value: number) => number {
  const width = from[1] - from[0] || 1;
  return (value) => to[0] + ((value - from[0]) / width) * (to[1] - to[0]);
}

/** The `d` of a line through points; blank: there are none. */
export function linePath(points: readonly Point[], x: (at: number) => number, y: (value: number) => number): string {
  return points.map(({ at, value }, n) => `${n ? "L" : "M"}${round(x(at))} ${round(y(value))}`).join("");
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** How many of each kind there were in every bucket of a span. */
export function bucketsOf<K extends string>(
  happened: Iterable<{ readonly at: number; readonly kind: K }>,
  kinds: readonly K[],
  since: number,
  until: number,
  width: number,
): { at: number; counts: Record<K, number> }[] {
  const none = (): Record<K, number> => Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<K, number>;
  const count = Math.max(0, Math.ceil((until - since) / width));
  const buckets = Array.from({ length: count }, (_, n) => ({ at: since + n * width, counts: none() }));
  for (const { at, kind } of happened) {
    const bucket = buckets[Math.floor((at - since) / width)];
    if (bucket && at >= since) bucket.counts[kind] += 1;
  }
  return buckets;
}
