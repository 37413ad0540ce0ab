import { appendFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { TrackedRun } from "@tweedie/core";
import { encodeWandbRecord, wandbLogHeader } from "@tweedie/formats";
import { type HistoryRow, historyRow } from "./history.ts";
import { recordWriter } from "./records.ts";
import { idIn } from "./run-id.ts";
import type { Session } from "./session.ts";
import { settingsOf, type WandbOptions } from "./settings.ts";

/**
 * Writes the file that `wandb sync` sends, where there is no network. A run that is continued writes it anew, from the first row of its log:
 * it has one end.
 */
export async function openOffline(run: TrackedRun, options: WandbOptions): Promise<Session> {
  const settings = settingsOf(options, process.env);
  const id = await idIn(run.folder, settings.id);
  const folder = await folderOf(join(run.folder, "wandb"), id);
  const file = join(folder, `run-${id}.wandb`);
  const begun = Date.now() / 1_000;
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
  await write(records.run({ ...rest, id, name, config: run.config, host: hostname(), started: begun }));

  let count = 0;
  let last: HistoryRow = {};
  return {
    url: `wandb sync ${folder}`,
    held: 0,
    log: async (rows) => {
      const history = rows.map((row) => historyRow(row, count++, begun));
      last = history.at(-1) ?? last;
      await write(...history.map(records.history));
    },
    finish: async ({ status, metrics }) => {
      const isWell = ["completed", "not-converged"].includes(status);
      await write(records.summary({ ...last, ...metrics }), records.exit(isWell ? 0 : 1, Date.now() / 1_000 - begun));
    },
  };
}

/** `offline-run-20261123_143000-k3f9`: by this name the client knows what it is. A run that is continued has its folder. */
async function folderOf(parent: string, id: string): Promise<string> {
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
