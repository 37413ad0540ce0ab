import { type LaunchRequest, shellWord, TweedieError } from "@tweedie/core";
import type { SlurmOptions } from "./options.ts";

/** Tasks of an array, each an agent: first and last index, and the number that may run concurrently. */
export interface TaskRange {
  readonly first: number;
  readonly last: number;
  readonly concurrent: number;
}

/** Exit code of an agent that must be requeued (EX_TEMPFAIL). */
const requeueCode = 75;

/**
 * Splits the agents into arrays of at most `largest` tasks (`MaxArraySize`). Indices start at 0 in each array.
 *
 * An agent claims trials until none is left, so no more agents are needed than run concurrently, unless agents are not requeued.
 */
export function taskRanges(
  { trials, parallel }: Pick<LaunchRequest, "trials" | "parallel">,
  options: Pick<SlurmOptions, "array_parallelism" | "trials" | "requeue">,
  largest: number,
): readonly TaskRange[] {
  const concurrent = parallel ?? options.array_parallelism;
  const needed = Math.max(1, Math.ceil(trials / options.trials));
  const agents = options.requeue || needed === Infinity ? Math.min(needed, concurrent) : needed;
  return Array.from({ length: Math.ceil(agents / largest) }, (_, chunk) => {
    const count = Math.min(largest, agents - chunk * largest);
    return { first: 0, last: count - 1, concurrent: Math.min(concurrent, count) };
  });
}

/** Batch script for sbatch: all parameters, the setup lines, the agent, and the requeue. */
export function slurmScript(request: LaunchRequest, options: SlurmOptions, tasks: TaskRange): string {
  const { name, folder, command } = request;
  const { requeue, time, gpus, cpus, mem, partition, account, qos, constraint } = options;
  const parameters: readonly (readonly [string, string | number | true | undefined])[] = [
    ["job-name", `tweedie-${name.replaceAll(/[^\w.-]+/g, "-")}`],
    ["array", `${tasks.first}-${tasks.last}%${tasks.concurrent}`],
    ["output", logsIn(folder)],
    ["open-mode", "append"],
    ["ntasks", 1],
    ["cpus-per-task", cpus],
    ["gpus", gpus],
    ["mem", mem],
    ["time", time],
    ["partition", partition],
    ["account", account],
    ["qos", qos],
    ["constraint", constraint],
    [requeue ? "requeue" : "no-requeue", true],
    ["signal", `USR1@${options.signal_delay}`],
    ...Object.entries(options.additional_parameters),
  ];
  const line = ([key, value]: readonly [string, unknown]) =>
    value === undefined ? [] : [`#SBATCH --${key}${value === true ? "" : `=${String(value)}`}`];
  // Slurm sends the signal to the agent, which saves its trials and exits with the code for a requeue.
  const requeueLines = [
    `if [ "$code" = ${requeueCode} ]; then`,
    '  scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"',
    "fi",
  ];
  return [
    "#!/bin/bash",
    ...parameters.flatMap(line),
    "",
    ...options.setup,
    `srun --ntasks=1 --cpus-per-task=${cpus} ${command.map(shellWord).join(" ")}`,
    "code=$?",
    ...(requeue ? requeueLines : []),
    'exit "$code"',
    "",
  ].join("\n");
}

/**
 * Pattern of the tasks' log files for `#SBATCH --output`.
 *
 * @throws TweedieError if the folder contains quotes, backslashes or control characters, which sbatch cannot read.
 */
function logsIn(folder: string): string {
  if (/["\\\p{Cc}]/u.test(folder)) {
    const what = "has a quote, backslash or control character, which sbatch cannot read in a path";
    throw new TweedieError({ where: JSON.stringify(folder), what, fix: "use another folder for the sweep" });
  }
  const path = `${folder.replaceAll("%", "%%")}/agents/%A_%a.log`;
  return path.includes(" ") ? `"${path}"` : path;
}
