import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { HistoryRow } from "./history.ts";

/** Sends rows through W&B's own SDK. */
export interface SdkSender {
  send(from: number, rows: readonly HistoryRow[]): void;
  /** Failure after which the server may lack a row. */
  failure(): string | undefined;
  /** Waits until all rows are sent, at most 8 s. Returns the failure after which the server may lack a row. */
  close(): Promise<string | undefined>;
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

/**
 * Starts the SDK in a thread, for a run without rows: the SDK counts rows from 0.
 *
 * @param signal Ends the thread.
 */
export function sdkSender(run: SdkRun, signal: AbortSignal): SdkSender {
  const thread = new Worker(new URL("./sdk-thread.mjs", import.meta.url), {
    workerData: run,
    // The tracker has read W&B's variables; the SDK would read them in its own way.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("WANDB_"))),
    stdout: true,
    stderr: true,
  });
  // The thread must not keep the process alive after the run.
  thread.unref();
  signal.addEventListener("abort", () => void thread.terminate());
  let failure: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const fail = (reason: string) => {
      failure ??= reason;
      resolve();
    };
    thread.on("message", (message: { readonly lost: string } | "finished") => {
      if (message === "finished") resolve();
      else fail(message.lost);
    });
    thread.on("error", (error) => fail(String(error))).on("exit", () => fail("the SDK has stopped"));
  });
  return {
    send: (from, rows) => thread.postMessage({ from, rows: rows.map(withNamedNumbers) }),
    failure: () => failure,
    async close() {
      thread.postMessage({});
      const timer = new AbortController();
      const timeout = wait(finishTime, true, { signal: timer.signal }).catch(() => false);
      const isLate = await Promise.race([ended, timeout]);
      timer.abort();
      if (isLate === true) failure ??= "the SDK does not finish";
      const result = failure;
      await thread.terminate();
      return result;
    },
  };
}

/** Replaces NaN and the infinities by their names, which W&B reads as numbers: JSON has neither, and the SDK would send null. */
const withNamedNumbers = (row: HistoryRow): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]),
  );
