import { appendFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { TrackedRun } from "@tweedie/core";
import { encodeWandbRecord, wandbLogHeader } from "@tweedie/formats";
import { exitCodeOf, type HistoryRow, historyRow } from "./history.ts";
import { recordWriter } from "./records.ts";
import { wandbRunId } from "./run-id.ts";
import type { WandbSession } from "./session.ts";
import { settingsOf, type WandbOptions } from "./settings.ts";

/**
 * Opens a run in a file that `wandb sync` uploads later, for machines without a network. A continued run rewrites the file from the
 * first row of its log, because the file can have only one exit record.
 */
export async function openOffline(run: TrackedRun, options: WandbOptions): Promise<WandbSession> {
  const settings = settingsOf(options, process.env);
  const id = await wandbRunId(run.folder, settings.id);
  const folder = await createFolder(join(run.folder, "wandb"), id);
  const file = join(folder, `run-${id}.wandb`);
  const started = Date.now() / 1_000;
  const records = recordWriter();
  let size = wandbLogHeader.length;
  const write = async (...added: readonly Uint8Array[]): Promise<void> => {
    const parts = added.map((record) => {
      const bytes = encodeWandbRecord(record, size);
      size += bytes.length;
      return bytes;
    });
    await appendFile(file, Buffer.concat(parts));
  };
  await writeFile(file, wandbLogHeader);
  const { name = run.name, ...rest } = settings;
  await write(records.run({ ...rest, id, name, config: run.config, host: hostname(), started }));

  let count = 0;
  let last: HistoryRow = {};
  return {
    url: `wandb sync ${folder}`,
    existing: 0,
    log: async (rows) => {
      const history = rows.map((row) => historyRow(row, count++, started));
      last = history.at(-1) ?? last;
      await write(...history.map(records.history));
    },
    finish: async ({ status, metrics }) => {
      const runtime = Date.now() / 1_000 - started;
      await write(records.summary({ ...last, ...metrics }), records.exit(exitCodeOf(status), runtime));
    },
  };
}

/** Creates the folder `offline-run-20261123_143000-k3f9`, a name that W&B's client requires. A continued run keeps its folder. */
async function createFolder(parent: string, id: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  const kept = (await readdir(parent)).find((name) => name.startsWith("offline-run-") && name.endsWith(`-${id}`));
  const date = new Date()
    .toISOString()
    .replaceAll(/[-:]|\..*/g, "")
    .replace("T", "_");
  const folder = join(parent, kept ?? `offline-run-${date}-${id}`);
  await mkdir(folder, { recursive: true });
  return folder;
}
