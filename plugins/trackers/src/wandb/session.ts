import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { LogRow, TrackedEnd, TrackedRun } from "@tweedie/core";
import { type RunPath, type WandbClient, wandbClient } from "./client.ts";
import { exitCodeOf, historyLine, wrappedConfig } from "./history.ts";
import { retry } from "./http.ts";
import { wandbRunId } from "./run-id.ts";
import { type SdkRun, sdkSender } from "./sdk-sender.ts";
import { apiKeyFor, settingsOf, type WandbOptions } from "./settings.ts";
import { historyUpload } from "./upload.ts";

/** An open run at W&B. */
export interface WandbSession {
  /** URL of the run's page, or a command that uploads it. */
  readonly url: string;
  /** Number of rows that the server had at the start. */
  readonly existing: number;
  log(rows: readonly LogRow[]): Promise<void>;
  finish(end: TrackedEnd): Promise<void>;
}

/** Time for retries after network errors, in milliseconds; the engine waits at most 30 s for a tracker. */
const retryTime = 8_000;
/** Minimum time between two requests with rows, in milliseconds, to stay below the server's rate limit. */
const requestInterval = 5_000;
/** Time between two heartbeats, in milliseconds. */
const heartbeatInterval = 30_000;

/** Creates the run at W&B, or resumes it. */
export async function openSession(
  run: TrackedRun,
  options: WandbOptions & { readonly transport: "sdk" | "http" },
): Promise<WandbSession> {
  const { client, path, url, existing, sdkRun } = await connect(run, options);
  const retried = <T>(call: () => Promise<T>): Promise<T> => retry(call, retryTime, run.signal);
  const sender = options.transport === "sdk" && existing === 0 ? sdkSender(sdkRun) : undefined;

  // This file exists while the SDK sends rows. If it is left over, a killed process may have lost rows in the middle.
  const unverified = join(run.folder, "unverified");
  const wasKilled = existsSync(unverified);
  if (sender) await writeFile(unverified, "");

  const history = historyUpload(client, path, existing);
  const heartbeat = startHeartbeat(client, path, run.signal);
  let lastRequest = -Infinity;
  return {
    url,
    existing,
    async log(rows) {
      const { from, added } = history.add(rows);
      if (sender) sender.send(from, added);
      else if (performance.now() - lastRequest > requestInterval) {
        lastRequest = performance.now();
        // Rows that fail now are sent with the next request, or at the end.
        await history.send([]).catch(() => undefined);
      }
    },
    async finish({ status, metrics }) {
      heartbeat.stop();
      const log = await run.log();
      const mayLackRows = sender ? await sender.close() : wasKilled;
      if (mayLackRows) history.continueFrom(0);
      else if (sender) history.continueFrom(await retried(() => client.lineCount(path)));
      await retried(() => history.send(log));
      const summary = historyLine({ ...history.last(), ...metrics });
      await retried(() =>
        client.stream(path, {
          files: { "wandb-summary.json": { offset: 0, content: [summary] } },
          ...{ complete: true, exitcode: exitCodeOf(status), preempting: status === "interrupted" },
        }),
      );
      const count = await retried(() => client.lineCount(path));
      if (count < log.length) throw new Error(`W&B has ${count} of ${log.length} rows`);
      await rm(unverified, { force: true });
    },
  };
}

/** Creates or resumes a run on the server. */
async function connect(
  run: TrackedRun,
  options: WandbOptions,
): Promise<{
  readonly client: WandbClient;
  readonly path: RunPath;
  readonly url: string;
  readonly existing: number;
  readonly sdkRun: SdkRun;
}> {
  const { signal } = run;
  const settings = settingsOf(options, process.env);
  const { baseUrl } = settings;
  const apiKey = await apiKeyFor(baseUrl, process.env);
  const client = wandbClient({ baseUrl, apiKey, signal });

  const name = settings.name ?? run.name;
  // W&B's clients recognise an initialised run by the key `t`.
  const config = { ...wrappedConfig(run.config), _wandb: { value: { t: { 5: "tweedie" } } } };
  const id = await wandbRunId(run.folder, settings.id);
  const variables = {
    ...{ name: id, project: settings.project, entity: settings.entity, displayName: name, host: hostname() },
    ...{ config: JSON.stringify(config), groupName: settings.group, jobType: settings.jobType },
    ...{ notes: settings.notes, tags: settings.tags, sweep: settings.sweep },
  };
  const path = await retry(() => client.upsert(variables), retryTime, signal);
  const existing = await retry(() => client.lineCount(path), retryTime, signal);
  const sdkRun: SdkRun = { ...path, name, config, settings: { apiKey, baseUrl, silent: true } };
  return { client, path, url: pageOf(baseUrl, path), existing, sdkRun };
}

/** Sends heartbeats of a run every 30 s, until it is stopped or aborted. */
function startHeartbeat(client: WandbClient, path: RunPath, signal: AbortSignal): { stop(): void } {
  const beat = () => void client.stream(path, { complete: false, failed: false }).catch(() => undefined);
  const timer = setInterval(beat, heartbeatInterval).unref();
  const stop = () => clearInterval(timer);
  signal.addEventListener("abort", stop);
  return { stop };
}

/** URL of a run's page. W&B's cloud has its pages on another host than its API. */
const pageOf = (baseUrl: string, { entity, project, id }: RunPath): string =>
  `${baseUrl.replace("//api.wandb", "//wandb")}/${entity}/${project}/runs/${id}`;
