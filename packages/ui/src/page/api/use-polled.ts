import { useCallback, useEffect, useState } from "preact/hooks";
import { getJson } from "./client.ts";

/** The newest answer of the server, and the error of the last request if it failed. */
export interface Polled<T> {
  readonly data: T | undefined;
  readonly error: Error | undefined;
  /** Requests at once. */
  refresh(): void;
}

/** Requests an address again and again while the page is visible; `interval` in milliseconds may depend on the answer. */
export function usePolled<T>(path: string, interval: number | ((data: T) => number)): Polled<T> {
  const [state, setState] = useState<{ path: string; data?: T; error?: Error }>({ path });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      clearTimeout(timer);
      let pause = 3_000;
      try {
        const data = await getJson<T>(path, controller.signal);
        setState((old) => (old.data === data && !old.error && old.path === path ? old : { path, data }));
        pause = typeof interval === "number" ? interval : interval(data);
      } catch (error) {
        if (controller.signal.aborted) return;
        setState((old) => ({ ...(old.path === path ? old : { path }), error: error as Error }));
      }
      if (!controller.signal.aborted && !document.hidden) timer = setTimeout(() => void ask(), pause);
    };
    const onVisible = () => void (document.hidden || ask());
    document.addEventListener("visibilitychange", onVisible);
    void ask();
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [path, round]);
  const refresh = useCallback(() => setRound((old) => old + 1), []);
  return { data: state.path === path ? state.data : undefined, error: state.error, refresh };
}
