import { spawnSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { runFolder } from "../run/run-folder.ts";
import { readDeliveries, writeDeliveries } from "./delivery-record.ts";

const record = { wandb: { tracker: "trackers/wandb", rows: 7, status: "completed", unsent: "no route to host" } };

let folder: ReturnType<typeof runFolder>;
let file: string;
beforeEach(async () => {
  const root = temporaryFolder({ "trackers/times.txt": "" });
  folder = runFolder(root);
  file = join(folder.trackers, "delivery.json");
  await writeDeliveries(folder, record);
});

test("a record with a changed byte never says that rows were sent which were not", async () => {
  expect(await readDeliveries(folder)).toEqual(record);
  const bytes = await readFile(file);
  for (let at = 0; at < bytes.length; at++) {
    await writeFile(file, bytes.with(at, bytes[at]! ^ 1));
    const read = await readDeliveries(folder);
    if (Object.keys(read).length > 0) expect(read).toEqual(record);
  }
});

test.runIf(process.platform !== "win32")("a pipe in place of the record is not waited for", async () => {
  await rm(file);
  spawnSync("mkfifo", [file]);
  expect(await readDeliveries(folder)).toEqual({});
});
