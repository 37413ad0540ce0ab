import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { HistoryRow } from "./history.ts";

/** Sends rows through W&B's own SDK. */
export interface SdkSender {
  send(from: number, rows: readonly HistoryRow[]): void;
  /** Waits until all rows are sent, at most 8 s. Returns true if the server may lack a row. */
  close(): Promise<boolean>;
}

/** Arguments of `wandb.init`. */
export interface SdkRun {
  readonly project: string;
  readonly entity: string;
  readonly id: string;
  readonly name: string;
  readonly config: object;
  readonly settings: { readonly apiKey: string; readonly baseUrl: string; readonly silent: true };
}

/** Time for the SDK to finish, in milliseconds. */
const finishTime = 8_000;

/** Starts the SDK in a thread, for a run without rows: the SDK counts rows from 0. */
export function sdkSender(run: SdkRun): SdkSender {
  const thread = new Worker(new URL("./sdk-thread.mjs", import.meta.url), {
    workerData: run,
    stdout: true,
    stderr: true,
  });
  // The thread must not keep the process alive after the run.
  thread.unref();
  let mayLackRows = false;
  const ended = new Promise<void>((resolve) => {
    const fail = () => {
      mayLackRows = true;
      resolve();
    };
    thread.on("message", (message: "lost" | "finished") => {
      if (message === "finished") resolve();
      else mayLackRows = true;
    });
    thread.on("error", fail).on("exit", fail);
  });
  return {
    send: (from, rows) => thread.postMessage({ from, rows: rows.map(withNamedNumbers) }),
    async close() {
      thread.postMessage({});
      const timer = new AbortController();
      const timeout = wait(finishTime, true, { signal: timer.signal }).catch(() => false);
      const isLate = await Promise.race([ended, timeout]);
      timer.abort();
      const isLacking = mayLackRows || isLate === true;
      await thread.terminate();
      return isLacking;
    },
  };
}

/** Replaces NaN and the infinities by their names, which W&B reads as numbers: JSON has neither, and the SDK would send null. */
const withNamedNumbers = (row: HistoryRow): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]),
  );
