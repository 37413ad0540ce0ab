import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { main } from "./main.ts";
import { ring } from "./ring-experiment.fixture.ts";
import { recordingTerminal } from "./terminal/recording-terminal.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "tweedie-main-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("an invalid experiment returns 2, and `--json` prints its diagnostics", async () => {
  writeFileSync(join(folder, "ring.yaml"), ring);
  const terminal = recordingTerminal();
  expect(await main(["run", join(folder, "ring.yaml"), "loss.lamda=1", "--json"], terminal)).toBe(2);
  const diagnostics = [{ path: "loss.lamda" }];
  expect(JSON.parse(terminal.stdout.text)).toMatchObject({ event: "error", exitCode: 2, diagnostics });
  expect(terminal.stderr.text).toContain("did you mean `lambda`?");
});

test("`--version` prints the version and returns 0", async () => {
  const terminal = recordingTerminal();
  expect(await main(["--version"], terminal)).toBe(0);
  expect(terminal.stdout.text).toMatch(/^\d+\.\d+\.\d+\n$/);
});
