const KEY = "switchroom.token";

/** The token of servers that know no cookies. It goes when the tab is closed. */
export const bearer = {
  get: (): string | null => sessionStorage.getItem(KEY),
  keep: (token: string): void => sessionStorage.setItem(KEY, token),
  forget: (): void => sessionStorage.removeItem(KEY),
};
