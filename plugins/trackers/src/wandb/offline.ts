import { appendFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import type { TrackedRun } from "@tweedie/core";
import { encodeWandbRecord, wandbLogHeader } from "@tweedie/formats";
import { exitCodeOf, historyRow, startOf, summaryOf } from "./history.ts";
import { offlineFile, offlineFolder } from "./offline-folder.ts";
import { recordWriter } from "./records.ts";
import { wandbRunId } from "./run-id.ts";
import type { WandbSession } from "./session.ts";
import type { WandbSettings } from "./settings.ts";

/**
 * Opens a run in a file that `wandb sync` uploads later, for machines without a network. A continued run rewrites the file from the
 * first row of its log, because the file can have only one exit record.
 */
export async function openOffline(run: TrackedRun, settings: WandbSettings): Promise<WandbSession> {
  const id = await wandbRunId(run, settings.id);
  const folder = await offlineFolder(run, settings, id);
  const file = offlineFile(folder, id);
  await rm(`${file}.synced`, { force: true });
  const started = startOf(await run.log());
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
  const { name = run.name, entity, project, group, jobType, notes, tags, sweep } = settings;
  const names = { id, name, entity, project, group, jobType, notes, tags, sweep };
  await write(records.run({ ...names, config: run.config, host: hostname(), started }));

  let count = 0;
  return {
    place: `wandb sync ${folder}`,
    rows: 0,
    log: async (rows) => write(...rows.map((row) => records.history(historyRow(row, count++, started)))),
    finish: async ({ status, metrics }) => {
      const log = await run.log();
      const runtime = Math.max(0, (log.at(-1)?.time ?? started) - started);
      await write(records.summary(summaryOf(log, metrics)), records.exit(exitCodeOf(status), runtime));
    },
  };
}
