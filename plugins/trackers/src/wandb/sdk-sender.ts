import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { HistoryRow } from "./history.ts";

/** Sends rows as they come, through W&B's own SDK. */
export interface Sender {
  send(from: number, rows: readonly HistoryRow[]): void;
  /** Waits for what is on its way. True where the server may lack a row. */
  close(): Promise<boolean>;
}

/** What `wandb.init` takes. */
export interface SdkRun {
  readonly project: string;
  readonly entity: string;
  readonly id: string;
  readonly name: string;
  readonly config: object;
  readonly settings: { readonly apiKey: string; readonly baseUrl: string; readonly silent: true };
}

/** How long the SDK may take to end, in milliseconds. */
const patience = 8_000;

/** Starts the SDK for a run that has no rows yet: it counts them from 0. */
export function sdkSender(run: SdkRun): Sender {
  const thread = new Worker(new URL("./sdk-thread.mjs", import.meta.url), {
    workerData: run,
    stdout: true,
    stderr: true,
  });
  // A run that is over does not wait for it.
  thread.unref();
  let isDoubtful = false;
  const ended = new Promise<void>((resolve) => {
    const fail = () => {
      isDoubtful = true;
      resolve();
    };
    thread.on("message", (message: "lost" | "finished") => {
      if (message === "finished") resolve();
      else isDoubtful = true;
    });
    thread.on("error", fail).on("exit", fail);
  });
  return {
    send: (from, rows) => thread.postMessage({ from, rows: rows.map(spelled) }),
    async close() {
      thread.postMessage({});
      const timer = new AbortController();
      const late = wait(patience, true, { signal: timer.signal }).catch(() => false);
      const isLate = await Promise.race([ended, late]);
      timer.abort();
      const isLacking = isDoubtful || isLate === true;
      await thread.terminate();
      return isLacking;
    },
  };
}

/** JSON has no NaN and no infinities, and the SDK would send null: W&B reads their names. */
const spelled = (row: HistoryRow): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]),
  );
