/** Lets the page open without a network, in browsers that can and on addresses where they may. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.register("/app/service-worker.js", { scope: "/app/" }).catch(() => undefined);
}
