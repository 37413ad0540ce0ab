import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterEach, expect, test, vi } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";
import { checkNode } from "./health-checks.ts";

afterEach(() => void vi.unstubAllEnvs());

test.each([
  ["18.20.0", "wrong"],
  ["20.18.3", "wrong"],
  ["20.19.0", "ok"],
  ["24.1.0", "ok"],
])("Node %s is %s", (version, state) => expect(checkNode(version).state).toBe(state));

test("doctor runs a step on each backend, and reports a cache folder that cannot be created", async () => {
  const folder = temporaryFolder({ file: "" });
  vi.stubEnv("TWEEDIE_CACHE", join(folder, "file", "cache"));
  vi.stubEnv("MLFLOW_TRACKING_URI", "");
  vi.stubEnv("WANDB_MODE", "disabled");
  const terminal = recordingTerminal();
  expect(await main(["doctor", "--json"], terminal)).toBe(1);
  const { ok, findings } = JSON.parse(terminal.stdout.text) as { ok: boolean; findings: { name: string }[] };
  expect(ok).toBe(false);
  expect(findings).toContainEqual({
    name: "backend ort",
    state: "ok",
    what: expect.stringContaining("runs a test step") as string,
  });
  expect(findings.find(({ name }) => name === "backend tensorflow")).toMatchObject({ state: "missing" });
  expect(findings.find(({ name }) => name === "trackers/mlflow")).toMatchObject({
    state: "missing",
    what: expect.stringContaining("MLFLOW_TRACKING_URI: there is no server of MLflow") as string,
  });
  expect(findings.find(({ name }) => name === "cache")).toMatchObject({
    state: "wrong",
    fix: "set TWEEDIE_CACHE to a writable folder",
  });

  vi.stubEnv("TWEEDIE_CACHE", join(folder, "not", "yet"));
  const healthy = recordingTerminal();
  expect(await main(["doctor"], healthy)).toBe(0);
  expect(healthy.stdout.text).toMatch(/\nok +cache +0 B in .*\/not\/yet\n/);
});
