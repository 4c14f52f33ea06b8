/** What a program is called by what it says of itself, most telling first: many say that they are others too. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/(?:Chrome|CriOS)\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*Safari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** What somebody logged in with, as people say it. */
export interface Device {
  /** The browser; of another program, what it calls itself. */
  program: string | null;
  system: string | null;
  isHandheld: boolean;
}

/** Reads a `User-Agent`. What it does not know stays null. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = userAgent ?? "";
  const named = (names: typeof PROGRAMS): string | null => names.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const system = named(SYSTEMS);
  const own = text.startsWith("Mozilla/") ? null : (text.split(/[\s/;(]/)[0] ?? "") || null;
  return { program: named(PROGRAMS) ?? own, system, isHandheld: ["iPhone", "iPad", "Android"].includes(system ?? "") };
}
