import { loggedRingExperiment, temporaryProject } from "@tweedie/testing/projects";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const originalFolder = process.cwd();
afterAll(() => process.chdir(originalFolder));
afterEach(() => void vi.unstubAllEnvs());
process.chdir(temporaryProject({ "ring.yaml": loggedRingExperiment() }, afterAll));

async function tweedie(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await main(argv, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

/** More steps than any machine does in the time of a test. */
const endless = ["distill.steps=1e8", "log.every=1e6", "evaluate.every=1e8"];

test("a run stops when its time is over, says so, and the same command continues it", async () => {
  const command = ["run", "ring.yaml", ...endless, "-o", "timed", "--max-time", "1s"];
  const { code, stdout, stderr } = await tweedie(...command);
  expect(code).toBe(75);
  expect(stderr).toContain("the time of --max-time, 0:01, is over: finishing this step and saving");
  expect(stdout).toContain("the time of --max-time, 0:01, is over");
  expect(stdout).toContain(`continue  tweedie ${command.join(" ")}`);
  expect((await tweedie(...command)).code).toBe(75);
  expect((await tweedie("show", "timed")).stdout).toContain("the time of --max-time, 0:01, is over");
});

test("a run in a Slurm job stops before the job's time limit", async () => {
  vi.stubEnv("SLURM_JOB_END_TIME", String(Math.ceil(Date.now() / 1_000) + 2));
  const { code, stdout } = await tweedie("run", "ring.yaml", ...endless, "-o", "slurm");
  expect(code).toBe(75);
  expect(stdout).toMatch(/interrupted after .*: the Slurm job reaches its time limit at \d{4}-/);
});
