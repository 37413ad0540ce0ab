/**
 * Starts a worker of the page. It ends when the page is left: a browser may keep the page for the way back, and with each such page
 * the memory of its workers, of which Firefox runs out after some 25 pages.
 */
export function startWorker(): Worker {
  const worker = new Worker(new URL("./main.ts", import.meta.url), { type: "module" });
  addEventListener("pagehide", () => worker.terminate(), { once: true });
  return worker;
}

// A page that the browser kept has no workers any more. Its address has its settings.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
