import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";
import { sweepProject } from "./sweep-project.fixture.ts";

const home = process.cwd();
const root = sweepProject();
beforeAll(() => process.chdir(root));
afterAll(() => process.chdir(home));

async function tweedie(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await main(argv, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

test("a dry run prints the number of trials and the command that would start", async () => {
  const { code, stdout } = await tweedie("sweep", "ring.yaml", "loss.scale=1,2,3", "seed=0..1", "--dry-run");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# would run 6 trials in sweeps\/ring\n/);
  expect(stdout).toMatch(/# would start\n.* agent .*sweeps\/ring --parallel \d+ --threads \d+\n$/);
  const slurm = await tweedie("sweep", "ring.yaml", "loss.scale=1,2", "engine={use: slurm, time: 4h}", "--dry-run");
  expect(slurm.stdout).toContain("#SBATCH --time=0-04:00:00\n");
});

test.each([
  [["status", "none"], "error none: no such sweep"],
  [["status", "ring.yaml"], "`tweedie sweep ring.yaml` starts the sweep of this file"],
  [["ring.yaml", "loss.scael=1,2"], "did you mean `scale`?"],
  [["ring.yaml", "loss.scale=1", "--parallel", "0"], "--parallel: expected an integer of at least 1, got `0`"],
  [["ring.yaml", "loss.scale=1,2", "engine={use: slrum}"], "no plugin `launchers/slrum`"],
  [["ring.yaml", "loss.scale=1,2", "engine={use: slurm, time: soon}"], "expected a time such as 4h"],
] as const)("tweedie sweep %j fails with: %s", async (words, message) => {
  const { code, stderr } = await tweedie("sweep", ...words);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

test("wrong settings and misspelt plugins of a sweep are told together", async () => {
  const words = ["retries=-1", "method=grd", "early_terminate=ashha"];
  const { code, stderr } = await tweedie("sweep", "ring.yaml", "loss.scale=1,2", ...words);
  expect(code).toBe(2);
  for (const text of ["expected at least 0, got `-1`", "no plugin `samplers/grd`", "no plugin `pruners/ashha`"])
    expect(stderr).toContain(text);
});

test("without a file the help page is printed", async () => {
  const { code, stderr } = await tweedie("sweep");
  expect(stderr).toContain("Examples");
  expect(code).toBe(2);
});
