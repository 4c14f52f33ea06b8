import { preferences } from "./preferences";

/** Keeps the page in the theme that was chosen, or in the system's. */
export function followTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => {
    const { theme } = preferences.get();
    document.documentElement.dataset["theme"] = theme === "system" ? (system.matches ? "dark" : "light") : theme;
  };
  apply();
  system.addEventListener("change", apply);
  preferences.listen(apply);
}
