import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin, TrackedRow, Tracker } from "@tweedie/core";
import { type Fault, type FakeWandb, fakeWandb, type FaultyRequest, timed } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findPlugin } from "../plugins/find-plugin.ts";
import { findProject } from "../plugins/project.ts";
import { startTracker } from "./tracker-feed.ts";
import { virtualClock } from "./virtual-clock.fixture.ts";

const html = {
  kind: "answer",
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html>log in</html>",
} as const;
const answer = (status: number, headers = {}): Fault => ({ kind: "answer", status, headers });

/** Faults that pass. `refused` is a server that does not listen. */
const passing: Readonly<Record<string, Fault | "refused">> = {
  "a refused connection": "refused",
  "a reset before the request is processed": { kind: "reset" },
  "a reset after the request is processed": { kind: "reset-after" },
  "an answer that is cut off": { kind: "cut" },
  "no answer": { kind: "hang" },
  "an answer without an end": { kind: "endless" },
  "a login page with HTTP 200": html,
  "a redirection to a login page": answer(302, { location: "https://login.example.com" }),
  "half of a JSON text": { kind: "answer", status: 200, body: '{"data": {' },
  "an empty JSON object in answer to a query": { kind: "answer", status: 200, body: "{}" },
  "HTTP 408": answer(408),
  "HTTP 429": answer(429),
  "HTTP 429 with seconds to wait": answer(429, { "retry-after": "2" }),
  "HTTP 429 with a past date": answer(429, { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }),
  "HTTP 500": answer(500),
  "HTTP 502": answer(502),
  "HTTP 503 with a senseless time to wait": answer(503, { "retry-after": "soon" }),
  "HTTP 504": answer(504),
};
const final = [400, 401, 403, 404, 409, 410, 413, 422, 501];
const positions = ["start", "middle", "end"] as const;

const rows = timed(
  Array.from({ length: 12 }, (_, step) => ({
    phase: "distill",
    step,
    values: { loss: step === 3 ? Number.NaN : step },
  })),
);
const end = { status: "completed", metrics: { sw2: 0.125 } };
let server: FakeWandb;
let plugin: Plugin;
let folder: string;

beforeAll(async () => {
  server = await fakeWandb();
  const reference = { use: "trackers/wandb", role: "tracker", folder: import.meta.dirname } as const;
  const found = await findPlugin(reference, await findProject(import.meta.dirname));
  if ("message" in found) throw new Error(found.message);
  plugin = found.plugin;
});
afterAll(() => server.close());
beforeEach(() => {
  folder = temporaryFolder();
  for (const name of Object.keys(process.env)) if (name.startsWith("WANDB_")) vi.stubEnv(name, undefined);
  const variables = {
    BASE_URL: server.url,
    API_KEY: "0123456789",
    CONFIG_DIR: folder,
    DIR: folder,
    HTTP_TIMEOUT: "0.3",
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(`WANDB_${name}`, value);
  // The tracker's minimum time between two requests passes when a test says so.
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  server.setFaults();
});

/** Starts the tracker for a log that `add` extends. */
function startFeed(
  log: TrackedRow[],
  { transport = "http", sync = false, onWait = (): void | Promise<void> => undefined } = {},
) {
  const run = {
    name: "ring",
    config: { seed: 0 },
    folder,
    sync,
    log: async () => structuredClone(log),
    warn: expect.fail,
  };
  let onFailure!: (reason: string) => void;
  const failed = new Promise<string>((resolve) => (onFailure = resolve));
  const tracker = plugin.create({ transport, tags: [] }) as Tracker;
  const feed = startTracker(tracker, { run, rows: log.length, clock: virtualClock({ onWait }), onFailure });
  const add = (added: readonly TrackedRow[]) => {
    vi.advanceTimersByTime(6_000);
    for (const row of added) {
      log.push(row);
      feed.add(row);
    }
  };
  return { feed, add, failed };
}

/** Lines of the run's history on the server; a line that was never sent is undefined. */
async function storedLines(): Promise<readonly (string | undefined)[]> {
  const id = await readFile(join(folder, "id"), "utf8").catch(() => "");
  return [...(server.runs.get(id.trim())?.files["wandb-history.jsonl"] ?? [])];
}

const expectAllRows = async () => {
  const steps = (await storedLines()).map((line) => /"_step":(\d+)/.exec(line ?? "")?.[1]);
  expect(steps).toEqual(rows.map((_, i) => String(i)));
};

interface Outage {
  readonly fault: Fault | "refused";
  readonly position: (typeof positions)[number];
  /** Number of requests with the fault; of pauses, if the server does not listen. */
  readonly count: number;
  readonly transport?: "sdk" | "http";
}

/** Tracks a run with an outage. Returns the state of the feed at the end. */
async function trackWith({ fault, position, count, transport = "http" }: Outage) {
  let pauses = 0;
  let faults = 0;
  const begin = async () => {
    if (fault === "refused") return server.refuse();
    const isQuery = ({ kind }: FaultyRequest) => kind === "upsert" || kind === "count";
    const onlyQueries = fault.kind === "answer" && fault.body === "{}";
    server.setFaults((request) =>
      request.kind !== "heartbeat" && !(onlyQueries && !isQuery(request)) && faults++ < count ? fault : undefined,
    );
  };
  const onWait = () => (fault === "refused" && ++pauses === count ? server.listen() : undefined);
  if (position === "start") await begin();
  const log: TrackedRow[] = [];
  const { feed, add, failed } = startFeed(log, { transport, onWait });
  add(rows.slice(0, 4));
  if (position === "start") await failed;
  else await vi.waitUntil(async () => (await storedLines()).length === 4, { timeout: 60_000, interval: 5 });
  if (position === "middle") {
    await begin();
    add(rows.slice(4, 8));
    // An empty object is seen only where the tracker asks a question, at the end; a loss of the SDK with its next rows.
    if (transport === "sdk") await vi.waitUntil(() => faults > 0 || fault === "refused", { timeout: 60_000 });
    else if (fault === "refused" || !("body" in fault && fault.body === "{}")) await failed;
  } else add(rows.slice(4, 8));
  add(rows.slice(8));
  if (position === "end") await begin();
  const delivery = await feed.finish(end);
  // Each case has met its fault.
  expect(Math.max(faults, pauses)).toBeGreaterThan(0);
  return delivery;
}

const cases = Object.entries(passing).flatMap(([name, fault]) =>
  positions.map((position) => ({ name, fault, position })),
);

test.each(cases)("$name, twice at the $position: the server has each row once", async ({ fault, position }) => {
  expect(await trackWith({ fault, position, count: 2 })).toEqual({ rows: 12, unsent: undefined });
  await expectAllRows();
});

test.each(cases)("$name, from the $position on: the rows are sent afterwards", async ({ fault, position }) => {
  const { unsent, isFinal } = await trackWith({ fault, position, count: Infinity });
  expect(unsent).toEqual(expect.stringContaining(fault === "refused" ? "cannot be reached" : ""));
  expect(isFinal).toBe(false);
  server.setFaults();
  if (fault === "refused") await server.listen();
  const { feed } = startFeed([...rows], { sync: true });
  expect(await feed.finish(end)).toEqual({ rows: 12, unsent: undefined });
  await expectAllRows();
});

describe.each(positions)("a refusal at the %s ends the requests, and the rows are sent afterwards", (position) => {
  test.each(final)("HTTP %i", async (status) => {
    const delivery = await trackWith({ fault: answer(status), position, count: 1 });
    expect(delivery).toEqual({ rows: 12, unsent: expect.stringMatching(`^W&B: .*HTTP ${status}`), isFinal: true });
    const { feed } = startFeed([...rows], { sync: true });
    expect(await feed.finish(end)).toEqual({ rows: 12, unsent: undefined });
    await expectAllRows();
  });
});

describe.each(positions)("with the SDK, an outage at the %s loses no row", (position) => {
  test.each([
    "a refused connection",
    "a reset before the request is processed",
    "HTTP 502",
    "a login page with HTTP 200",
  ])("%s", async (name) => {
    const outage = { fault: passing[name]!, position, count: 2, transport: "sdk" } as const;
    expect(await trackWith(outage)).toEqual({ rows: 12, unsent: undefined });
    await expectAllRows();
  });
});
