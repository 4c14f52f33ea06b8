// Keeps the page itself, so that it opens without a network; never what the server says. Files with a hash in their names never change,
// so they are taken from here; the page is asked for first, and taken from here when nobody answers.
const SHELL = "switchroom-shell";
const PAGE = "/app/";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.add(PAGE)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || !pathname.startsWith(PAGE)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith(`${PAGE}assets/`)) event.respondWith(asset(request));
});

async function page(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await cache.put(PAGE, answer.clone());
      await dropOld(cache, await answer.clone().text());
    }
    return answer;
  } catch {
    return (await cache.match(PAGE)) ?? Response.error();
  }
}

async function asset(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

// A new page names new files: those of the old one go, unless the page is still the same.
async function dropOld(cache, html) {
  const entry = /assets\/index-[^"]+\.js/.exec(html)?.[0];
  const kept = await cache.keys();
  const isNew = entry && !kept.some(({ url }) => url.endsWith(entry));
  if (!isNew) return;
  await Promise.all(kept.filter(({ url }) => url.includes("/assets/")).map((key) => cache.delete(key)));
}
