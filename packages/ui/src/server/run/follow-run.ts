import { setTimeout as sleep } from "node:timers/promises";
import { type MetricsRow, runFolder } from "@tweedie/engine";
import type { LogRow, RowsEvent } from "../../api/run-details.ts";
import { beginEvents } from "../http/answer.ts";
import type { Exchange } from "../http/serve.ts";
import { followLog } from "./follow-log.ts";
import { createRateMeter } from "./rate-meter.ts";
import { stampOf } from "./stamp.ts";

/** Milliseconds between two looks at the files. */
const interval = 500;

/** Milliseconds after which a stream without events shows that it lives. */
const heartbeat = 15_000;

/**
 * Sends the rows of a run's log while it grows, as events `rows`, and an event `changed` when its status, its lock or its samples change.
 * Ends when the client leaves.
 */
export async function followRun(run: string, { response }: Pick<Exchange, "response">): Promise<void> {
  const send = beginEvents(response);
  const folder = runFolder(run);
  const log = followLog(folder.metrics);
  const meter = createRateMeter();
  const stamps = async () =>
    (await Promise.all([folder.status, folder.evaluations, folder.lock, folder.samples].map(stampOf))).join();
  let [known, isFirst, sentAt] = [await stamps(), true, performance.now()];
  while (!response.closed && !response.destroyed) {
    const { rows, reset } = log.read();
    if (isFirst || reset || rows.length > 0) {
      const rate = meter.add(isFirst ? [] : rows);
      send("rows", rowsEvent(rows, { reset: isFirst || reset, rate }));
      sentAt = performance.now();
    }
    isFirst = false;
    const stamp = await stamps();
    if (stamp !== known || performance.now() - sentAt > heartbeat) {
      send(stamp === known ? "alive" : "changed", {});
      [known, sentAt] = [stamp, performance.now()];
    }
    await sleep(interval);
  }
}

/** Rows as lists of numbers in the order of their names. */
function rowsEvent(rows: readonly MetricsRow[], rest: Pick<RowsEvent, "reset" | "rate">): RowsEvent {
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const encode = (value: number | undefined) =>
    value === undefined ? null : Number.isFinite(value) ? value : String(value);
  return {
    ...rest,
    names,
    rows: rows.map(({ phase, step, values }): LogRow => [phase, step, ...names.map((name) => encode(values[name]))]),
  };
}
