import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { TrackedEnd, TrackedRow, TrackedRun } from "@tweedie/core";
import { type RunPath, type WandbClient, wandbClient } from "./client.ts";
import { exitCodeOf, historyLine, historyRow, startOf, summaryOf, wrappedConfig } from "./history.ts";
import { Outage } from "../http/request.ts";
import { markSynced } from "./offline-folder.ts";
import { wandbRunId } from "./run-id.ts";
import { type SdkRun, type SdkSender, sdkSender } from "./sdk-sender.ts";
import { apiKeyFor, type WandbSettings } from "./settings.ts";
import { historyUpload } from "./upload.ts";

/** An open run at W&B. */
export interface WandbSession {
  /** URL of the run's page, or a command that uploads it. */
  readonly place: string;
  /** Number of rows that the server has for certain. */
  readonly rows: number;
  log(rows: readonly TrackedRow[]): Promise<void>;
  finish(end: TrackedEnd): Promise<void>;
}

/** Sends the rows of a session. */
interface Sender {
  log(rows: readonly TrackedRow[]): Promise<void>;
  /** Resolves when the server has all rows. */
  close(): Promise<void>;
}

/** Time between two heartbeats, in milliseconds. */
const heartbeatInterval = 30_000;

/**
 * Creates the run at W&B, or resumes it.
 *
 * @param transport The SDK sends only the rows of a run that has none, as it cannot resume one.
 */
export async function openSession(
  run: TrackedRun,
  settings: WandbSettings,
  transport: "sdk" | "http",
): Promise<WandbSession> {
  const { client, path, sdkRun } = await connect(run, settings);
  // This file exists while the SDK sends rows. If it is left over, the server may lack rows in the middle, and all are sent again.
  const unverified = join(run.folder, "unverified");
  const isUnverified = existsSync(unverified);
  const rows = isUnverified ? 0 : await client.lineCount(path);
  const log = await run.log();
  const started = startOf(log);
  let sender: Sender;
  if (transport === "sdk" && rows === 0 && !isUnverified) {
    await writeFile(unverified, "");
    sender = sdkRows(sdkSender(sdkRun, run.signal), started);
  } else {
    const { add, flush } = historyUpload(client, path, rows, started);
    sender = { log: add, close: flush };
  }
  const heartbeat = startHeartbeat(client, path, run.signal);
  return {
    place: pageOf(settings.baseUrl, path),
    rows,
    log: sender.log,
    async finish({ status, metrics }) {
      heartbeat.stop();
      await sender.close();
      const log = await run.log();
      await expectRows(client, path, log.length);
      await rm(unverified, { force: true });
      const summary = historyLine(summaryOf(log, metrics));
      await client.stream(path, {
        files: { "wandb-summary.json": { offset: 0, content: [summary] } },
        ...{ complete: true, exitcode: exitCodeOf(status), preempting: status === "interrupted" },
      });
      await markSynced(run, settings, path.id);
    },
  };
}

/** Sends rows through the SDK. It fails as soon as one request of the SDK has failed, because the rows of it are lost. */
function sdkRows(sdk: SdkSender, started: number): Sender {
  let count = 0;
  const check = (failure: string | undefined) => {
    if (failure !== undefined) throw new Outage(`W&B's server may lack rows that the SDK sent: ${failure}`);
  };
  return {
    log: async (rows) => {
      check(sdk.failure());
      sdk.send(
        count,
        rows.map((row, i) => historyRow(row, count + i, started)),
      );
      count += rows.length;
    },
    close: async () => check(await sdk.close()),
  };
}

async function expectRows(client: WandbClient, path: RunPath, expected: number): Promise<void> {
  const count = await client.lineCount(path);
  if (count < expected) throw new Outage(`W&B has ${count} of ${expected} rows`);
}

/** Creates or resumes a run on the server. */
async function connect(
  run: TrackedRun,
  settings: WandbSettings,
): Promise<{ readonly client: WandbClient; readonly path: RunPath; readonly sdkRun: SdkRun }> {
  const { baseUrl, timeout } = settings;
  const apiKey = await apiKeyFor(settings, process.env);
  const client = wandbClient({ baseUrl, apiKey, timeout, signal: run.signal });

  const name = settings.name ?? run.name;
  // W&B's clients recognise an initialised run by the key `t`.
  const config = { ...wrappedConfig(run.config), _wandb: { value: { t: { 5: "tweedie" } } } };
  const id = await wandbRunId(run, settings.id);
  const path = await client.upsert({
    ...{ name: id, project: settings.project, entity: settings.entity, displayName: name, host: hostname() },
    ...{ config: JSON.stringify(config), groupName: settings.group, jobType: settings.jobType },
    ...{ notes: settings.notes, tags: settings.tags, sweep: settings.sweep },
  });
  return { client, path, sdkRun: { ...path, name, config, settings: { apiKey, baseUrl, silent: true } } };
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
