/**
 * Starts a worker of the page, which ends when the page is left. A browser may keep a left page for the way back, with its workers and
 * their memory: Firefox runs out of memory after some 25 visits.
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
