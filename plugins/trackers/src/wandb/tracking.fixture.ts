import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tracker } from "@tweedie/core";
import { type FakeRun, type FakeWandb, fakeWandb, make, timed, trackedRun } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import wandb from "../wandb.ts";

/** A fake W&B server for the tests of a file, and a tracker folder for each test, with an environment that refers to them. */
export interface TrackingFixture {
  readonly server: FakeWandb;
  readonly folder: string;
}

/** Registers the hooks of a fixture. Its fields are set while tests run. */
export function trackingFixture(): TrackingFixture {
  const fixture = {} as { -readonly [K in keyof TrackingFixture]: TrackingFixture[K] };
  beforeAll(async () => (fixture.server = await fakeWandb()));
  afterAll(() => fixture.server.close());
  beforeEach(() => {
    fixture.folder = temporaryFolder();
    for (const name of Object.keys(process.env)) if (name.startsWith("WANDB_")) vi.stubEnv(name, undefined);
    vi.stubEnv("WANDB_CONFIG_DIR", fixture.folder);
    vi.stubEnv("WANDB_BASE_URL", fixture.server.url);
    vi.stubEnv("WANDB_API_KEY", "0123456789");
    vi.stubEnv("NETRC", join(fixture.folder, "netrc"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    fixture.server.setFaults();
  });
  return fixture;
}

/** Log rows, of which the second has a loss of NaN. */
export const rowsOf = (count: number) =>
  timed(
    Array.from({ length: count }, (_, i) => ({
      phase: "distill",
      step: 50 * i,
      values: { "loss.student": i === 1 ? Number.NaN : i, sw2: 2 ** -i },
    })),
  );

export interface StoredRun {
  readonly id: string;
  readonly variables: FakeRun["variables"];
  readonly end: FakeRun["end"] | undefined;
  /** Parsed history rows, with non-finite numbers as text. A missing row is empty. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly summary: readonly string[] | undefined;
}

/** The server's state of the run that is tracked in a folder. */
export async function storedRun(server: FakeWandb, folder: string): Promise<StoredRun> {
  const id = (await readFile(join(folder, "id"), "utf8")).trim();
  const { variables, files, end } = server.runs.get(id)!;
  const rows = [...(files["wandb-history.jsonl"] ?? [])].map(
    (line) => JSON.parse((line ?? "{}").replaceAll(/(?<=:)(NaN|-?Infinity)/g, '"$1"')) as Record<string, unknown>,
  );
  return { id, variables, end, rows, summary: files["wandb-summary.json"] };
}

/** Tests that all rows reach the server, despite errors, kills and interruptions. */
export function testUpload(fixture: TrackingFixture, transport: "sdk" | "http"): void {
  const options = { transport };
  /** Tracks a log of `count` rows, in two portions, and its end. Returns the number of rows tracked before. */
  async function track(count: number, status = "completed"): Promise<number> {
    const log = rowsOf(count);
    const tracker = make(wandb, { options });
    const { rows: existing } = await tracker.start(trackedRun(fixture.folder, log));
    const rows = log.slice(existing);
    await tracker.log(rows.slice(0, 2));
    await tracker.log(rows.slice(2));
    await tracker.finish({ status, metrics: { sw2: 0.125 } });
    return existing;
  }
  describe(`transport ${transport}`, () => {
    testFormat(fixture, track, transport);
    testContinuation(fixture, track, () => make(wandb, { options }));
  });
}

type Track = (count: number, status?: string) => Promise<number>;

function testFormat(fixture: TrackingFixture, track: Track, transport: "sdk" | "http"): void {
  test("rows, configuration, summary and exit code arrive as W&B's own client writes them", async () => {
    expect(await track(5)).toBe(0);
    const { rows, variables, end, summary } = await storedRun(fixture.server, fixture.folder);
    expect(rows).toMatchObject(
      rowsOf(5).map(({ step, values, time }, i) => ({
        ...{
          _step: i,
          "distill/step": step,
          "distill/sw2": values["sw2"],
          "distill/loss.student": i === 1 ? "NaN" : i,
        },
        // The SDK writes its own times.
        ...(transport === "http" && { _timestamp: time, _runtime: i }),
      })),
    );
    expect(JSON.parse(variables["config"] as string)).toMatchObject({
      ...{ seed: { value: 0 }, loss: { value: { use: "sid/l2", lambda: 1.2 } }, _wandb: { value: { t: {} } } },
    });
    expect(end).toEqual({ exitcode: 0 });
    expect(JSON.parse(summary!.at(-1)!)).toMatchObject({ sw2: 0.125, "distill/sw2": 1 / 16 });
    expect([...fixture.server.keys]).toEqual([`Basic ${Buffer.from("api:0123456789").toString("base64")}`]);
  });
}

function testContinuation(fixture: TrackingFixture, track: Track, createTracker: () => Tracker): void {
  const stored = () => storedRun(fixture.server, fixture.folder);
  const indices = async () => (await stored()).rows.map((row) => row["_step"]);

  test("rows lost by a killed run are sent again when it is continued", async () => {
    const failed = new Promise<void>((resolve) =>
      fixture.server.setFaults(({ kind }) => {
        if (kind !== "rows") return undefined;
        resolve();
        return { kind: "answer", status: 502 };
      }),
    );
    const killed = createTracker();
    await killed.start(trackedRun(fixture.folder, rowsOf(2)));
    await killed.log(rowsOf(2)).catch(() => undefined);
    await failed;
    fixture.server.setFaults();
    expect(await track(4)).toBe(0);
    expect(await indices()).toEqual([0, 1, 2, 3]);
  });

  test("a continued run keeps its id, and adds to the rows on the server", async () => {
    await track(3, "interrupted");
    const before = await stored();
    expect(before.end).toEqual({ exitcode: 1, preempting: true });
    expect(await track(6)).toBe(3);
    const after = await stored();
    expect(after.id).toBe(before.id);
    expect(await indices()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(after.end).toEqual({ exitcode: 0 });
  });
}
