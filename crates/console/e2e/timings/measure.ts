import type { Page } from "@playwright/test";

declare global {
  interface Window {
    measured: Promise<number>;
    longTasks: number[];
    frameTimes: number[];
  }
}

/** The measure that so many of a hundred do not exceed. */
export function percentile(measures: readonly number[], of: number): number {
  const sorted = [...measures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * of) / 100) - 1)] ?? Number.NaN;
}

/** Says what was measured, and answers its p99. */
export function report(what: string, measures: readonly number[]): number {
  const [p50, p99] = [percentile(measures, 50), percentile(measures, 99)];
  const most = Math.max(...measures);
  console.info(
    `${what}: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, most ${most.toFixed(0)} ms (${measures.length})`,
  );
  return p99;
}

/** Presses a key, and tells how long it takes until the messages of another room are painted, in milliseconds. */
export async function toOtherRoom(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    const first = (): string | undefined =>
      document.querySelector<HTMLElement>("[role=log] [data-message]")?.dataset.message;
    const before = first();
    window.measured = new Promise((resolve) => {
      const pressed = ({ timeStamp }: KeyboardEvent): void => {
        const look = (): void => {
          const now = first();
          if (now === undefined || now === before) {
            requestAnimationFrame(look);
            return;
          }
          // What is posted in a frame is received after that frame is painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          port2.postMessage(null);
        };
        requestAnimationFrame(look);
      };
      window.addEventListener("keydown", pressed, { capture: true, once: true });
    });
  });
  await page.keyboard.press(key);
  return await page.evaluate(() => window.measured);
}

/** Presses a key, and tells how long it takes until something that it brings is painted, in milliseconds. */
export async function toPaint(page: Page, key: string, brings: string): Promise<number> {
  await page.evaluate((selector) => {
    window.measured = new Promise((resolve) => {
      const pressed = ({ timeStamp, key }: KeyboardEvent): void => {
        if (key === "Control") return;
        window.removeEventListener("keydown", pressed, { capture: true });
        const look = (): void => {
          if (!document.querySelector(selector)) {
            requestAnimationFrame(look);
            return;
          }
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          port2.postMessage(null);
        };
        requestAnimationFrame(look);
      };
      window.addEventListener("keydown", pressed, { capture: true });
    });
  }, brings);
  await page.keyboard.press(key);
  return await page.evaluate(() => window.measured);
}

/** Watches for tasks of more than 50 ms, and for how long each frame takes, from now on. */
export async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.longTasks = [];
    window.frameTimes = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: "longtask" });
    let last = performance.now();
    const frame = (now: number): void => {
      window.frameTimes.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** What was seen since the watch began, or was last asked: it begins anew. */
export async function watched(page: Page): Promise<{ longTasks: number[]; frames: number[] }> {
  return await page.evaluate(() => {
    const { longTasks, frameTimes: frames } = window;
    window.longTasks = [];
    window.frameTimes = [];
    return { longTasks, frames };
  });
}
