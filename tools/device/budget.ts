/** Time of the whole script, which its parts share. */
export interface Budget {
  /** Seconds that are left; 0 at the end. */
  left(): number;
  /** Seconds for the next of `parts` equal parts, at most `most`. */
  share(parts: number, most?: number): number;
}

export function createBudget(seconds: number, now = () => performance.now()): Budget {
  const end = now() + 1_000 * seconds;
  const left = () => Math.max(0, (end - now()) / 1_000);
  return { left, share: (parts, most = Infinity) => Math.min(most, left() / parts) };
}

/** Runs work that a signal aborts after some seconds. @throws Error that names the time if it was not done */
export async function within<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it took more than ${seconds.toFixed(0)} s`));
      controller.abort();
    }, 1_000 * seconds);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
