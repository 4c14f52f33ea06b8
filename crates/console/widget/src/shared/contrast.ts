/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(color: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** The contrast between two colours, `#rrggbb` each (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Black or white, whichever is easier to read on a colour. */
export function inkOn(color: string): string {
  return contrast(color, '#ffffff') >= contrast(color, '#111111') ? '#ffffff' : '#111111';
}

/** The colour, moved towards white or black until it can be read as text on a background. */
export function readableOn(color: string, background: string): string {
  const target = inkOn(background);
  for (let step = 0; step < 20; step += 1) {
    const mixed = mix(color, target, step / 20);
    if (contrast(mixed, background) >= 4.6) return mixed;
  }
  return target;
}

function mix(color: string, other: string, share: number): string {
  const channel = (at: number) => {
    const [from, to] = [color, other].map((text) => Number.parseInt(text.slice(at, at + 2), 16)) as [number, number];
    return Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
