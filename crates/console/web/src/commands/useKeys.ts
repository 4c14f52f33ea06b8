/** Listens to keys. */
export function useKeys(): void {}
