/** Lets the worker receive messages. A timer of 0 ms would wait for 4. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Measures a rate per second, as a mean over about a second. */
export function createRateMeter(now: () => number = () => performance.now()) {
  let [since, count, rate] = [now(), 0, 0];
  return {
    reset() {
      [since, count, rate] = [now(), 0, 0];
    },
    /** Counts an event. */
    count() {
      count++;
      const elapsed = now() - since;
      if (elapsed < 1_000) return;
      [rate, since, count] = [(1_000 * count) / elapsed, now(), 0];
    },
    get rate() {
      return rate || (1_000 * count) / Math.max(1, now() - since);
    },
  };
}
