import type { LaunchRequest } from "@tweedie/core";
import { expect, test } from "vitest";
import { slurmOptions } from "./options.ts";
import { slurmScript, taskRanges } from "./script.ts";

const request: LaunchRequest = {
  name: "lambda",
  folder: "/shared/sweeps/lambda",
  command: ["/usr/bin/node", "/opt/tweedie.mjs", "agent", "/shared/sweeps/lambda"],
  trials: 24,
};
const tasks = { first: 0, last: 3, concurrent: 4 };

test("the script has all parameters, the setup lines, the agent and the requeue", () => {
  const options = slurmOptions.parse({
    partition: "gpu",
    time: "4h",
    gpus: 1,
    cpus: 8,
    mem: 16,
    setup: ["module load cuda"],
    additional_parameters: { exclude: "n7", exclusive: true },
  });
  expect(slurmScript(request, options, tasks)).toMatchInlineSnapshot(`
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

test("no requeue without the option", () => {
  const script = slurmScript(request, slurmOptions.parse({ requeue: false }), tasks);
  expect(script).toContain("#SBATCH --no-requeue");
  expect(script).not.toContain("scontrol");
});

test("refuses folders that sbatch cannot read, and quotes or escapes others", () => {
  const folder = "/shared/a\n#SBATCH --wrap=id";
  expect(() => slurmScript({ ...request, folder }, slurmOptions.parse({}), tasks)).toThrow("which sbatch cannot read");
  const odd = slurmScript({ ...request, folder: "/shared/100%/my sweep" }, slurmOptions.parse({}), tasks);
  expect(odd).toContain('#SBATCH --output="/shared/100%%/my sweep/agents/%A_%a.log"');
});

test.each([
  { partition: "gpu\n#SBATCH --wrap=id" },
  { account: "$(id)" },
  { mem: "16 G" },
  { time: "soon" },
  { additional_parameters: { "wrap=id": "x" } },
])("refuses the options %j", (options) => {
  expect(slurmOptions.safeParse(options).success).toBe(false);
});

test("there are as many agents as run concurrently, in arrays of at most the largest size", () => {
  const options = slurmOptions.parse({ array_parallelism: 8 });
  expect(taskRanges({ trials: 24 }, options, 1001)).toEqual([{ first: 0, last: 7, concurrent: 8 }]);
  expect(taskRanges({ trials: 24, parallel: 2 }, options, 1001)).toEqual([{ first: 0, last: 1, concurrent: 2 }]);
  expect(taskRanges({ trials: 3 }, options, 1001)).toEqual([{ first: 0, last: 2, concurrent: 3 }]);
  expect(taskRanges({ trials: Infinity }, options, 1001)).toEqual([{ first: 0, last: 7, concurrent: 8 }]);
  expect(taskRanges({ trials: 0 }, options, 1001)).toEqual([{ first: 0, last: 0, concurrent: 1 }]);
  expect(taskRanges({ trials: 24 }, { ...options, trials: 4 }, 1001)).toEqual([{ first: 0, last: 5, concurrent: 6 }]);
  // Without a requeue there is one agent per trial.
  expect(taskRanges({ trials: 24 }, { ...options, requeue: false }, 10)).toEqual([
    { first: 0, last: 9, concurrent: 8 },
    { first: 0, last: 9, concurrent: 8 },
    { first: 0, last: 3, concurrent: 4 },
  ]);
});
