import { join } from "node:path";
import { ringExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { main } from "./main.ts";
import { recordingTerminal } from "./terminal/recording-terminal.fixture.ts";

test("an invalid experiment returns 2, and `--json` prints its diagnostics", async () => {
  const folder = temporaryFolder({ "ring.yaml": ringExperiment() });
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
