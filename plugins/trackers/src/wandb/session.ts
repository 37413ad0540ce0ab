import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { LogRow, TrackedEnd, TrackedRun } from "@tweedie/core";
import { patiently, type RunPath, wandbClient } from "./client.ts";
import { historyLine, type HistoryRow, historyRow, wrappedConfig } from "./history.ts";
import { idIn } from "./run-id.ts";
import { sdkSender } from "./sdk-sender.ts";
import { apiKeyFor, settingsOf, type WandbOptions } from "./settings.ts";

/** A run at W&B that is being told. */
export interface Session {
  /** Where people look. */
  readonly url: string;
  /** Rows that the server had when it began. */
  readonly held: number;
  log(rows: readonly LogRow[]): Promise<void>;
  finish(end: TrackedEnd): Promise<void>;
}

/** How long one thing is tried against errors of the network, in milliseconds: the engine waits for half a minute. */
const persistence = 8_000;
/** Milliseconds between two requests with rows, lest the server refuse them. */
const interval = 5_000;
/** Milliseconds between signs of life. */
const heartbeat = 30_000;
/** Rows of one request. */
const chunk = 2_000;

/** Makes the run at W&B, or finds it again. */
export async function openSession(
  run: TrackedRun,
  options: WandbOptions & { readonly transport: "sdk" | "http" },
): Promise<Session> {
  const { signal } = run;
  const settings = settingsOf(options, process.env);
  const { baseUrl } = settings;
  const apiKey = await apiKeyFor(baseUrl, process.env);
  const client = wandbClient({ baseUrl, apiKey, signal });
  const insist = <T>(call: () => Promise<T>): Promise<T> => patiently(call, persistence, signal);

  const name = settings.name ?? run.name;
  // By the key `t` W&B's clients know that a run has begun.
  const config = { ...wrappedConfig(run.config), _wandb: { value: { t: { 5: "tweedie" } } } };
  const id = await idIn(run.folder, settings.id);
  const path = await insist(() =>
    client.upsert({
      ...{ name: id, project: settings.project, entity: settings.entity, displayName: name, host: hostname() },
      ...{ config: JSON.stringify(config), groupName: settings.group, jobType: settings.jobType },
      ...{ notes: settings.notes, tags: settings.tags, sweep: settings.sweep },
    }),
  );
  const held = await insist(() => client.lineCount(path));
  const sender =
    options.transport === "sdk" && held === 0
      ? sdkSender({ ...path, name, config, settings: { apiKey, baseUrl, silent: true } })
      : undefined;

  // By this mark the next process knows that the SDK may have lost rows in the middle.
  const unverified = join(run.folder, "unverified");
  const wasKilled = existsSync(unverified);
  if (sender) await writeFile(unverified, "");

  const begun = Date.now() / 1_000;
  /** The rows of this session, as they were when they came. */
  const told: HistoryRow[] = [];
  /** Rows that the server has, as far as we know. */
  let sent = held;
  let last = -Infinity;
  const flush = async (rowAt: (index: number) => HistoryRow): Promise<void> => {
    for (const end = held + told.length; sent < end;) {
      const size = Math.min(chunk, end - sent);
      const content = Array.from({ length: size }, (_, i) => historyLine(rowAt(sent + i)));
      await client.stream(path, { files: { "wandb-history.jsonl": { offset: sent, content } } });
      sent += size;
    }
  };
  const alive = () => void client.stream(path, { complete: false, failed: false }).catch(() => undefined);
  const pulse = setInterval(alive, heartbeat).unref();
  signal.addEventListener("abort", () => clearInterval(pulse));

  return {
    url: urlOf(baseUrl, path),
    held,
    async log(rows) {
      const from = held + told.length;
      const news = rows.map((row, i) => historyRow(row, from + i, begun));
      told.push(...news);
      if (sender) sender.send(from, news);
      else if (performance.now() - last > interval) {
        last = performance.now();
        // What does not get through now is sent with the next rows, or in the end.
        await flush((i) => told[i - held]!).catch(() => undefined);
      }
    },
    async finish({ status, metrics }) {
      clearInterval(pulse);
      const rows = await run.log();
      const isDoubtful = sender ? await sender.close() : wasKilled;
      if (isDoubtful) sent = 0;
      else if (sender) sent = await insist(() => client.lineCount(path));
      await insist(() => flush((i) => told[i - held] ?? historyRow(rows[i]!, i, begun)));
      const summary = { ...told.at(-1), ...metrics };
      const isWell = ["completed", "not-converged"].includes(status);
      await insist(() =>
        client.stream(path, {
          files: { "wandb-summary.json": { offset: 0, content: [historyLine(summary)] } },
          ...{ complete: true, exitcode: isWell ? 0 : 1, preempting: status === "interrupted" },
        }),
      );
      const count = await insist(() => client.lineCount(path));
      if (count < rows.length) throw new Error(`W&B has ${count} of ${rows.length} rows`);
      await rm(unverified, { force: true });
    },
  };
}

/** The page of a run. W&B's own cloud has its pages at another address than its interface. */
const urlOf = (baseUrl: string, { entity, project, id }: RunPath): string =>
  `${baseUrl.replace("//api.wandb", "//wandb")}/${entity}/${project}/runs/${id}`;
