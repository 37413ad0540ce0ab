import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { make, trackedRun } from "@tweedie/testing";
import Pbf from "pbf";
import { beforeEach, expect, test, vi } from "vitest";
import wandb from "../wandb.ts";
import { rowsOf, trackingFixture } from "./tracking.fixture.ts";

const fixture = trackingFixture();
beforeEach(() => {
  vi.stubEnv("WANDB_MODE", "offline");
  vi.stubEnv("WANDB_API_KEY", undefined);
});

/** Records of the only file, each of which is in one piece. */
async function recordsIn(at: string): Promise<Record<number, unknown[]>[]> {
  const [offline, ...others] = await readdir(join(at, "wandb"));
  expect(others).toEqual([]);
  const id = /^offline-run-\d{8}_\d{6}-(\w+)$/.exec(offline!)![1]!;
  const file = await readFile(join(at, "wandb", offline!, `run-${id}.wandb`));
  const records: Record<number, unknown[]>[] = [];
  for (let i = 7; i < file.length;) {
    const length = file.readUInt16LE(i + 4);
    expect(file[i + 6]).toBe(1);
    records.push(fieldsOf(Uint8Array.from(file.subarray(i + 7, i + 7 + length))));
    i += 7 + length;
  }
  return records;
}

/** Fields of a message by field number: integers as numbers, all others as bytes. */
function fieldsOf(bytes: Uint8Array): Record<number, unknown[]> {
  return new Pbf(bytes).readFields<Record<number, unknown[]>>((field, fields, pbf) => {
    const isNumber = (pbf!.type as number) === 0;
    (fields[field] ??= []).push(isNumber ? pbf!.readVarint() : Uint8Array.from(pbf!.readBytes()));
  }, {});
}
const inside = (value: unknown) => fieldsOf(value as Uint8Array);
const textOf = (value: unknown) => new TextDecoder().decode(value as Uint8Array);
const itemsOf = (items: readonly unknown[] = []) =>
  Object.fromEntries(items.map(inside).map((item) => [textOf(item[1]![0]), textOf(item[16]![0])]));

async function track(count: number, status: string): Promise<void> {
  const tracker = make(wandb, { options: { tags: ["a", "b"] } });
  expect((await tracker.start(trackedRun(fixture.folder, rowsOf(count)))).rows).toBe(0);
  await tracker.log(rowsOf(count));
  await tracker.finish({ status, metrics: { sw2: 0.125 } });
}

test("writes numbered records of the run, its rows, its summary and its exit code, and sends nothing", async () => {
  const requests = fixture.server.requests.length;
  await track(3, "completed");
  expect(fixture.server.requests).toHaveLength(requests);
  const records = await recordsIn(fixture.folder);
  expect(records.map((record) => record[1])).toEqual([[1], [2], [3], [4], [5], [6]]);
  const run = inside(records[0]![17]![0]);
  expect([3, 8, 10].map((field) => run[field]!.map(textOf))).toEqual([["tweedie"], ["ring"], ["a", "b"]]);
  expect(itemsOf(inside(run[4]![0])[1])).toMatchObject({ seed: "0", loss: '{"use":"sid/l2","lambda":1.2}' });
  const rows = records.slice(1, 4).map((record) => inside(record[2]![0]));
  expect(rows.map((row) => inside(row[2]![0])[1])).toEqual([[0], [1], [2]]);
  expect(rows.map((row) => itemsOf(row[1])["distill/loss.student"])).toEqual(["0", "NaN", "2"]);
  expect(itemsOf(inside(records[4]![3]![0])[1])).toMatchObject({ sw2: "0.125", "distill/step": "100" });
  expect(inside(records[5]![18]![0])[1]).toEqual([0]);
});

test("rewrites the file when the run is continued, with one exit record", async () => {
  await track(2, "interrupted");
  await track(4, "completed");
  const records = await recordsIn(fixture.folder);
  expect(records.filter((record) => record[2])).toHaveLength(4);
  expect(records.filter((record) => record[18])).toHaveLength(1);
});
