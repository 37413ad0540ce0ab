import { spawnSync } from "node:child_process";
import type { AgentOrder } from "@tweedie/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { slurmOptions } from "./options.ts";
import { slurmScript, taskRanges } from "./script.ts";

const order: AgentOrder = {
  name: "lambda",
  folder: "/shared/sweeps/lambda",
  command: ["/usr/bin/node", "/opt/tweedie.mjs", "agent", "/shared/sweeps/lambda"],
  trials: 24,
};
const tasks = { first: 0, last: 3, atATime: 4 };

test("a script is complete by itself", () => {
  const options = slurmOptions.parse({
    partition: "gpu",
    time: "4h",
    gpus: 1,
    cpus: 8,
    mem: 16,
    setup: ["module load cuda"],
    additional_parameters: { exclude: "n7", exclusive: true },
  });
  expect(slurmScript(order, options, tasks)).toMatchInlineSnapshot(`
    "#!/bin/bash
    #SBATCH --job-name=tweedie-lambda
    #SBATCH --array=0-3%4
    #SBATCH --output=/shared/sweeps/lambda/agents/%A_%a.log
    #SBATCH --open-mode=append
    #SBATCH --ntasks=1
    #SBATCH --cpus-per-task=8
    #SBATCH --gpus=1
    #SBATCH --mem=16G
    #SBATCH --time=0-04:00:00
    #SBATCH --partition=gpu
    #SBATCH --requeue
    #SBATCH --signal=USR1@120
    #SBATCH --exclude=n7
    #SBATCH --exclusive

    module load cuda
    srun --ntasks=1 --cpus-per-task=8 /usr/bin/node /opt/tweedie.mjs agent /shared/sweeps/lambda
    code=$?
    if [ "$code" = 75 ]; then
      scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"
    fi
    exit "$code"
    "
  `);
});

test("without a requeue there is none", () => {
  const script = slurmScript(order, slurmOptions.parse({ requeue: false }), tasks);
  expect(script).toContain("#SBATCH --no-requeue");
  expect(script).not.toContain("scontrol");
});

/** Runs a script where srun prints its words, one a line, and gives back the words of the agent and the exit code. */
function runWith(script: string, code: number) {
  const stubs = `srun() { shift 2; printf '%s\\0' "$@"; return ${code}; }\nscontrol() { echo "requeued $2" >&2; }\n`;
  const env = { PATH: process.env["PATH"], SLURM_ARRAY_JOB_ID: "12", SLURM_ARRAY_TASK_ID: "3" };
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", stubs + script], { env, encoding: "utf8" });
  return { words: stdout.split("\0").slice(0, -1), stderr, status };
}

test("the agent's exit code reaches Slurm, and 75 asks for another turn", () => {
  const script = slurmScript(order, slurmOptions.parse({}), tasks);
  expect(runWith(script, 0)).toMatchObject({ status: 0, stderr: "" });
  expect(runWith(script, 1)).toMatchObject({ status: 1, stderr: "" });
  expect(runWith(script, 75)).toMatchObject({ status: 75, stderr: "requeued 12_3\n" });
});

test("whatever the words and the folder are, nothing of them is run or read by Slurm", () => {
  const hostile = fc.oneof(
    fc.constantFrom("$(touch x)", "`id`", "'; exit 9; '", "\n#SBATCH --wrap=id", "a b", '"', "\\", "-x", "%j", "é"),
    fc.string({ minLength: 1 }).map((text) => text.replaceAll("\0", "")),
  );
  const property = fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), hostile, (command, name) => {
    const script = slurmScript({ ...order, command, name }, slurmOptions.parse({}), tasks);
    const header = script.split("\n\n")[0]!.split("\n").slice(1);
    expect(header.every((line) => /^#SBATCH --[a-z-]+(=\S*)?$/.test(line))).toBe(true);
    expect(runWith(script, 0)).toMatchObject({ words: command, status: 0 });
  });
  fc.assert(property, { numRuns: 25 });
});

test("a folder that Slurm cannot write to as it is named is refused", () => {
  const folder = "/shared/a\n#SBATCH --wrap=id";
  expect(() => slurmScript({ ...order, folder }, slurmOptions.parse({}), tasks)).toThrow("cannot be named");
  const odd = slurmScript({ ...order, folder: "/shared/100%/my sweep" }, slurmOptions.parse({}), tasks);
  expect(odd).toContain('#SBATCH --output="/shared/100%%/my sweep/agents/%A_%a.log"');
});

test.each([
  { partition: "gpu\n#SBATCH --wrap=id" },
  { account: "$(id)" },
  { mem: "16 G" },
  { time: "soon" },
  { additional_parameters: { "wrap=id": "x" } },
])("%j is no option", (options) => {
  expect(slurmOptions.safeParse(options).success).toBe(false);
});

test("there are as many agents as can run at a time, in arrays that the cluster takes", () => {
  const options = slurmOptions.parse({ array_parallelism: 8 });
  expect(taskRanges({ trials: 24 }, options, 1001)).toEqual([{ first: 0, last: 7, atATime: 8 }]);
  expect(taskRanges({ trials: 24, parallel: 2 }, options, 1001)).toEqual([{ first: 0, last: 1, atATime: 2 }]);
  expect(taskRanges({ trials: 3 }, options, 1001)).toEqual([{ first: 0, last: 2, atATime: 3 }]);
  expect(taskRanges({ trials: Infinity }, options, 1001)).toEqual([{ first: 0, last: 7, atATime: 8 }]);
  expect(taskRanges({ trials: 0 }, options, 1001)).toEqual([{ first: 0, last: 0, atATime: 1 }]);
  expect(taskRanges({ trials: 24 }, { ...options, trials: 4 }, 1001)).toEqual([{ first: 0, last: 5, atATime: 6 }]);
  // Where none is queued again, every trial has an agent to come.
  expect(taskRanges({ trials: 24 }, { ...options, requeue: false }, 10)).toEqual([
    { first: 0, last: 9, atATime: 8 },
    { first: 0, last: 9, atATime: 8 },
    { first: 0, last: 3, atATime: 4 },
  ]);
});
