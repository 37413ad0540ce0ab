import { spawnSync } from "node:child_process";
import type { LaunchRequest } from "@tweedie/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { slurmOptions } from "./options.ts";
import { slurmScript } from "./script.ts";

const request: LaunchRequest = {
  name: "lambda",
  folder: "/shared/sweeps/lambda",
  command: ["/usr/bin/node", "/opt/tweedie.mjs", "agent", "/shared/sweeps/lambda"],
  trials: 24,
};
const tasks = { first: 0, last: 3, concurrent: 4 };

/** Runs a script with stubs of srun and scontrol. Returns the command line of the agent, the standard error and the exit code. */
function runWith(script: string, code: number) {
  const stubs = `srun() { shift 2; printf '%s\\0' "$@"; return ${code}; }\nscontrol() { echo "requeued $2" >&2; }\n`;
  const env = { PATH: process.env["PATH"], SLURM_ARRAY_JOB_ID: "12", SLURM_ARRAY_TASK_ID: "3" };
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", stubs + script], { env, encoding: "utf8" });
  return { words: stdout.split("\0").slice(0, -1), stderr, status };
}

test("the script exits with the agent's exit code, and requeues the task on 75", () => {
  const script = slurmScript(request, slurmOptions.parse({}), tasks);
  expect(runWith(script, 0)).toMatchObject({ status: 0, stderr: "" });
  expect(runWith(script, 1)).toMatchObject({ status: 1, stderr: "" });
  expect(runWith(script, 75)).toMatchObject({ status: 75, stderr: "requeued 12_3\n" });
});

test("no command line or name can inject shell commands or sbatch parameters", () => {
  const hostile = fc.oneof(
    fc.constantFrom("$(touch x)", "`id`", "'; exit 9; '", "\n#SBATCH --wrap=id", "a b", '"', "\\", "-x", "%j", "é"),
    fc.string({ minLength: 1 }).map((text) => text.replaceAll("\0", "")),
  );
  const property = fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), hostile, (command, name) => {
    const script = slurmScript({ ...request, command, name }, slurmOptions.parse({}), tasks);
    const header = script.split("\n\n")[0]!.split("\n").slice(1);
    expect(header.every((line) => /^#SBATCH --[a-z-]+(=\S*)?$/.test(line))).toBe(true);
    expect(runWith(script, 0)).toMatchObject({ words: command, status: 0 });
  });
  fc.assert(property, { numRuns: 25 });
});
