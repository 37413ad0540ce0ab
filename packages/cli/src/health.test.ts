import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { afterAll, expect, test, vi } from "vitest";
import { healthPage, nodeFinding } from "./health.ts";
import { main } from "./main.ts";
import { recordingTerminal } from "./recorder.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "tweedie-health-"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("findings, one a line, each with how to mend it", () => {
  const page = healthPage(
    [
      { name: "node", state: "ok", what: "24.1.0" },
      { name: "backend webgpu", state: "missing", what: "webgpu does not load", fix: "npm install webgpu" },
      { name: "cache", state: "wrong", what: "/x cannot be written", fix: "set TWEEDIE_CACHE" },
    ],
    pc.createColors(false),
  );
  expect(`\n${page}`).toMatchInlineSnapshot(`
    "
    ok       node            24.1.0
    missing  backend webgpu  webgpu does not load
             = npm install webgpu
    wrong    cache           /x cannot be written
             = set TWEEDIE_CACHE
    "
  `);
});

test.each([
  ["18.20.0", "wrong"],
  ["20.18.3", "wrong"],
  ["20.19.0", "ok"],
  ["24.1.0", "ok"],
])("Node %s is %s", (version, state) => expect(nodeFinding(version).state).toBe(state));

test("this machine computes, and a cache that cannot be is told", async () => {
  writeFileSync(join(folder, "file"), "");
  vi.stubEnv("TWEEDIE_CACHE", join(folder, "file", "cache"));
  const terminal = recordingTerminal();
  expect(await main(["doctor", "--json"], terminal)).toBe(1);
  const { ok, findings } = JSON.parse(terminal.stdout.text) as { ok: boolean; findings: { name: string }[] };
  expect(ok).toBe(false);
  expect(findings).toContainEqual({
    name: "backend ort",
    state: "ok",
    what: expect.stringContaining("computes") as string,
  });
  expect(findings.find(({ name }) => name === "backend tensorflow")).toMatchObject({ state: "missing" });
  expect(findings.find(({ name }) => name === "cache")).toMatchObject({ state: "wrong", fix: "set TWEEDIE_CACHE" });

  vi.stubEnv("TWEEDIE_CACHE", join(folder, "not", "yet"));
  const well = recordingTerminal();
  expect(await main(["doctor"], well)).toBe(0);
  expect(well.stdout.text).toMatch(/\nok +cache +0 B in .*\/not\/yet\n/);
});
