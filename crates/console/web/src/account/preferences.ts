import { useSyncExternalStore } from "react";
import type { Locale } from "@/i18n/locales";
import { Topics } from "@/live/topics";

/** What a user chose for this browser. */
export interface Preferences {
  theme: "system" | "light" | "dark";
  locale: Locale | "auto";
  /** Whether Enter sends; otherwise Ctrl or Cmd and Enter does. */
  enterSends: boolean;
  notifications: boolean;
  sound: boolean;
  showsViews: boolean;
  showsContext: boolean;
  /** How wide panes were made, in pixels. */
  widths: { views?: number; list?: number; context?: number };
}

const DEFAULTS: Preferences = {
  theme: "system",
  locale: "auto",
  enterSends: true,
  notifications: false,
  sound: true,
  showsViews: true,
  showsContext: true,
  widths: {},
};

const KEY = "switchroom.preferences";
const topics = new Topics();
let current: Preferences = { ...DEFAULTS, ...read() };

function read(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
  } catch {
    return {};
  }
}

export const preferences = {
  get: (): Preferences => current,
  set: (change: Partial<Preferences>): void => {
    current = { ...current, ...change };
    localStorage.setItem(KEY, JSON.stringify(current));
    topics.tell("preferences");
  },
  listen: (listener: () => void): (() => void) => topics.listen("preferences", listener),
};

export function usePreference<K extends keyof Preferences>(key: K): Preferences[K] {
  return useSyncExternalStore(preferences.listen, () => current[key]);
}
