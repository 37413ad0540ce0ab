import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { make, trackedRun } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import mlflow from "./mlflow.ts";

/** Requests of a test, as `METHOD path` with their bodies. */
const requests: { readonly at: string; readonly body: Record<string, unknown> }[] = [];
/** Tags of the only run. */
const tags = new Map<string, string>();
let created = 0;
/** Status of the next answer to `log-batch`. */
let failure: number | undefined;
let server: Server;

/** A server with MLflow's answers of one experiment and one run. Verified against MLflow 3.17. */
beforeEach(async () => {
  [requests.length, created, failure] = [0, 0, undefined];
  tags.clear();
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      const path = request.url!.replace("/api/2.0/mlflow", "").split("?")[0]!;
      const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
      requests.push({ at: `${request.method} ${path}`, body });
      const [status, answer] = answerTo(path, body);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  vi.stubEnv("MLFLOW_TRACKING_URI", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((closed) => server.close(closed));
});

function answerTo(path: string, body: Record<string, unknown>): [number, unknown] {
  const absent = { error_code: "RESOURCE_DOES_NOT_EXIST" };
  const data = { tags: [...tags].map(([key, value]) => ({ key, value })) };
  const run = { run: { info: { run_id: "r1", experiment_id: "7" }, data } };
  switch (path) {
    case "/experiments/get-by-name":
      return [404, absent];
    case "/experiments/create":
      return [200, { experiment_id: "7" }];
    case "/runs/create":
      created++;
      return [200, run];
    case "/runs/get":
      return created > 0 ? [200, run] : [404, absent];
    case "/runs/log-batch": {
      if (failure !== undefined) return [failure, { error_code: "PERMISSION_DENIED" }];
      for (const { key, value } of (body["tags"] ?? []) as { key: string; value: string }[]) tags.set(key, value);
      return [200, {}];
    }
    default:
      return [200, {}];
  }
}

const row = (step: number, value = 1 / step) => ({
  ...{ phase: "distill", step, time: 1_800_000_000 + step },
  values: { "loss.student": value },
});
const batches = () => requests.filter(({ at }) => at === "POST /runs/log-batch").map(({ body }) => body);

test("a run has the experiment as its parameters, and rows as metrics at their step and time", async () => {
  const tracker = make(mlflow);
  const { rows, place } = await tracker.start(trackedRun(temporaryFolder()));
  expect(rows).toBe(0);
  expect(place).toMatch(/\/#\/experiments\/7\/runs\/r1$/);
  expect((batches()[0]!["params"] as object[]).length).toBeGreaterThan(0);
  await tracker.log([row(1), row(2, Number.NaN)]);
  expect(batches().at(-2)).toEqual({
    run_id: "r1",
    metrics: [
      { key: "distill/loss.student", value: 1, timestamp: 1_800_000_001_000, step: 1 },
      { key: "distill/loss.student", value: "NaN", timestamp: 1_800_000_002_000, step: 2 },
    ],
  });
  await tracker.finish({ status: "diverged", reason: "the loss is NaN", metrics: { sw2: 0.5 } });
  expect(requests.at(-1)).toMatchObject({ at: "POST /runs/update", body: { run_id: "r1", status: "FAILED" } });
});

test("a later start continues the same run after the rows that the server has", async () => {
  const folder = temporaryFolder();
  const first = make(mlflow);
  await first.start(trackedRun(folder));
  await first.log([row(1), row(2)]);
  expect((await make(mlflow).start(trackedRun(folder))).rows).toBe(2);
  expect(created).toBe(1);
});

test("rows of more than 1,000 values are sent in requests of 1,000, and counted after them", async () => {
  const tracker = make(mlflow);
  await tracker.start(trackedRun(temporaryFolder()));
  const before = batches().length;
  await tracker.log(Array.from({ length: 2_500 }, (_, i) => row(i + 1)));
  const sent = batches().slice(before);
  expect(sent.map(({ metrics = [] }) => (metrics as object[]).length)).toEqual([1_000, 1_000, 500, 0]);
  expect(sent.at(-1)!["tags"]).toEqual([{ key: "tweedie.rows", value: "2500" }]);
});

test("an outage is tried again, a refusal is final", async () => {
  const tracker = make(mlflow);
  await tracker.start(trackedRun(temporaryFolder()));
  failure = 503;
  await expect(tracker.log([row(1)])).rejects.not.toHaveProperty("where");
  failure = 403;
  await expect(tracker.log([row(1)])).rejects.toMatchObject({
    where: "MLflow",
    fix: expect.stringMatching("TOKEN") as string,
  });
  expect(tags.has("tweedie.rows")).toBe(false);
});

test("a check before the run tells a missing server, a wrong address and one that does not answer", async () => {
  const check = () => make(mlflow).check!(new AbortController().signal);
  await expect(check()).resolves.toMatch(/^http:\/\/127/);
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  await expect(check()).rejects.toThrow(`http://127.0.0.1:${port} cannot be reached (ECONNREFUSED)`);
  vi.stubEnv("MLFLOW_TRACKING_URI", "./mlruns");
  await expect(check()).rejects.toThrow("is not the address of a server");
  vi.stubEnv("MLFLOW_TRACKING_URI", undefined);
  await expect(check()).rejects.toThrow("there is no server of MLflow");
  server = createServer();
});
