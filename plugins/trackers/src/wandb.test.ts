import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeWandb, fakeWandb, make, testTracker, trackedRun } from "@tweedie/testing";
import Pbf from "pbf";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import wandb from "./wandb.ts";
import { wandbClient } from "./wandb/client.ts";

let server: FakeWandb;
let folder: string;
beforeAll(async () => (server = await fakeWandb()));
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-wandb-"));
  for (const name of Object.keys(process.env)) if (name.startsWith("WANDB_")) vi.stubEnv(name, undefined);
  vi.stubEnv("WANDB_BASE_URL", server.url);
  vi.stubEnv("WANDB_API_KEY", "0123456789");
  vi.stubEnv("NETRC", join(folder, "netrc"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    phase: "distill",
    step: 50 * i,
    values: { "loss.student": i === 1 ? Number.NaN : i, sw2: 2 ** -i },
  }));

/** What the server has of a run: of each row the step, and of the second the loss that is no number. */
async function shown(at = folder) {
  const id = (await readFile(join(at, "id"), "utf8")).trim();
  const { variables, files, end } = server.runs.get(id)!;
  const history = files["wandb-history.jsonl"] ?? [];
  // A hole would be undefined.
  const rows = [...history].map(
    (line) => JSON.parse((line ?? "{}").replaceAll(/(?<=:)(NaN|-?Infinity)/g, '"$1"')) as Record<string, unknown>,
  );
  return { id, variables, end, rows, summary: files["wandb-summary.json"] };
}

testTracker(wandb, {
  options: { transport: "http" },
  shown: async (folder) => (await shown(folder)).rows.length,
});

describe.each(["sdk", "http"] as const)("by %s", (transport) => {
  const options = { transport };
  /** Shows rows of a log, in two portions, and how it ended. */
  async function show(count: number, status = "completed"): Promise<number> {
    const all = rowsOf(count);
    const tracker = make(wandb, { options });
    const { rows: held } = await tracker.start(trackedRun(folder, all));
    const rows = all.slice(held);
    await tracker.log(rows.slice(0, 2));
    await tracker.log(rows.slice(2));
    await tracker.finish({ status, metrics: { sw2: 0.125 } });
    return held;
  }

  test("rows, configuration, summary and end arrive as W&B's own client writes them", async () => {
    expect(await show(5)).toBe(0);
    const { rows, variables, end, summary } = await shown();
    expect(rows).toMatchObject(
      rowsOf(5).map(({ step, values }, i) => ({
        ...{ _step: i, "distill/step": step, "distill/sw2": values.sw2, "distill/loss.student": i === 1 ? "NaN" : i },
      })),
    );
    expect(rows.every((row) => Math.abs((row["_timestamp"] as number) - Date.now() / 1_000) < 60)).toBe(true);
    expect(JSON.parse(variables["config"] as string)).toMatchObject({
      ...{ seed: { value: 0 }, loss: { value: { use: "sid/l2", lambda: 1.2 } }, _wandb: { value: { t: {} } } },
    });
    expect(end).toEqual({ exitcode: 0 });
    expect(JSON.parse(summary!.at(-1)!)).toMatchObject({ sw2: 0.125, "distill/sw2": 1 / 16 });
    expect([...server.keys]).toEqual([`Basic ${Buffer.from("api:0123456789").toString("base64")}`]);
  });

  test.each([1, 2])("rows that %i answers of HTTP 502 have lost are sent again", async (failures) => {
    server.failNext(failures);
    await show(7);
    expect((await shown()).rows.map((row) => row["_step"])).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("rows that a killed run has lost are sent again when it is continued", async () => {
    server.failNext(1);
    const killed = make(wandb, { options });
    await killed.start(trackedRun(folder, rowsOf(2)));
    await killed.log(rowsOf(2));
    await vi.waitFor(async () => expect(server.failing()).toBe(0), { timeout: 8_000 });
    expect(await show(4)).toBe(0);
    expect((await shown()).rows.map((row) => row["_step"])).toEqual([0, 1, 2, 3]);
  });

  test("a run that is continued goes on after what the server has, under the same name", async () => {
    await show(3, "interrupted");
    const before = await shown();
    expect(before.end).toEqual({ exitcode: 1, preempting: true });
    expect(await show(6)).toBe(3);
    const after = await shown();
    expect(after.id).toBe(before.id);
    expect(after.rows.map((row) => row["_step"])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(after.end).toEqual({ exitcode: 0 });
  });
});

describe("the environment", () => {
  const start = async (run: Partial<ReturnType<typeof trackedRun>> = {}, options: object = { transport: "http" }) =>
    make(wandb, { options: options as Record<string, unknown> }).start({ ...trackedRun(folder), ...run });

  test("goes before the experiment: an agent of W&B sets it", async () => {
    const environment = {
      ...{ PROJECT: "hero", ENTITY: "lab", RUN_ID: "x1y2", NAME: "first", SWEEP_ID: "k3f9", RUN_GROUP: "g" },
      ...{ JOB_TYPE: "distill", NOTES: "n", TAGS: "a, b" },
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(`WANDB_${name}`, value);
    const { place } = await start({}, { transport: "http", project: "other", tags: ["c"] });
    expect(place).toBe(`${server.url}/lab/hero/runs/x1y2`);
    expect((await shown()).variables).toMatchObject({
      ...{ project: "hero", entity: "lab", name: "x1y2", displayName: "first", sweep: "k3f9", groupName: "g" },
      ...{ jobType: "distill", notes: "n", tags: ["a", "b"] },
    });
  });

  test("may leave the key to ~/.netrc", async () => {
    vi.stubEnv("WANDB_API_KEY", undefined);
    await writeFile(
      join(folder, "netrc"),
      "machine other login x password y\nmachine 127.0.0.1\n  login user\n  password netrc-key\n",
    );
    await start();
    expect(server.keys).toContain(`Basic ${Buffer.from("api:netrc-key").toString("base64")}`);
  });

  test("without a key, what to set is told", async () => {
    vi.stubEnv("WANDB_API_KEY", undefined);
    await expect(start()).rejects.toThrow("there is no API key: set WANDB_API_KEY, or WANDB_MODE=disabled");
  });

  test("WANDB_MODE=disabled sends nothing and writes nothing", async () => {
    vi.stubEnv("WANDB_MODE", "disabled");
    const runs = server.runs.size;
    const tracker = make(wandb);
    await tracker.start(trackedRun(folder));
    await tracker.log(rowsOf(2));
    await tracker.finish({ status: "completed", metrics: {} });
    expect(server.runs.size).toBe(runs);
    expect(await readdir(folder)).toEqual([]);
  });

  test("a server that cannot be reached is named", async () => {
    const { signal } = new AbortController();
    const client = wandbClient({ baseUrl: "http://127.0.0.1:1", apiKey: "", signal });
    await expect(client.upsert({})).rejects.toThrow("http://127.0.0.1:1 cannot be reached");
  });

  test("a server that refuses ends it at once, and with its words", async () => {
    const tracker = make(wandb, { options: { transport: "http" } });
    vi.stubEnv("WANDB_BASE_URL", `${server.url}/nowhere`);
    const begun = performance.now();
    await expect(tracker.start(trackedRun(folder))).rejects.toThrow("W&B answers /graphql with HTTP 404");
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

describe("WANDB_MODE=offline", () => {
  beforeEach(() => {
    vi.stubEnv("WANDB_MODE", "offline");
    vi.stubEnv("WANDB_API_KEY", undefined);
  });

  /** The messages in the one file: here each is a record of one piece. */
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
  /** Fields of a message by their numbers: numbers as they are, all else as bytes. */
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

  async function show(count: number, status: string): Promise<void> {
    const tracker = make(wandb, { options: { tags: ["a", "b"] } });
    expect((await tracker.start(trackedRun(folder))).rows).toBe(0);
    await tracker.log(rowsOf(count));
    await tracker.finish({ status, metrics: { sw2: 0.125 } });
  }

  test("writes a run, its rows, its summary and its end, numbered, and sends nothing", async () => {
    const requests = server.keys.size;
    await show(3, "completed");
    expect(server.keys.size).toBe(requests);
    const records = await recordsIn(folder);
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

  test("writes the file anew when the run is continued: it has one end", async () => {
    await show(2, "interrupted");
    await show(4, "completed");
    const records = await recordsIn(folder);
    expect(records.filter((record) => record[2])).toHaveLength(4);
    expect(records.filter((record) => record[18])).toHaveLength(1);
  });
});
