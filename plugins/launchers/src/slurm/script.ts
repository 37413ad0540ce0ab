import { type AgentOrder, shellWord, TweedieError } from "@tweedie/core";

import type { SlurmOptions } from "./options.ts";

/** A run of array tasks, each an agent: from the first to the last, so many at a time. */
export interface TaskRange {
  readonly first: number;
  readonly last: number;
  readonly atATime: number;
}

/** The exit code by which an agent says that it would go on (EX_TEMPFAIL). */
const requeueCode = 75;

/**
 * The tasks of an array for so many agents. Indices start at 0 in each, and an array has at most `largest` (`MaxArraySize`).
 *
 * Agents go on until no trial is left, so there need be no more than can run at a time, unless none is queued again.
 */
export function taskRanges(
  { trials, parallel }: Pick<AgentOrder, "trials" | "parallel">,
  options: Pick<SlurmOptions, "array_parallelism" | "trials" | "requeue">,
  largest: number,
): readonly TaskRange[] {
  const atATime = parallel ?? options.array_parallelism;
  const needed = Math.max(1, Math.ceil(trials / options.trials));
  const agents = options.requeue || needed === Infinity ? Math.min(needed, atATime) : needed;
  return Array.from({ length: Math.ceil(agents / largest) }, (_, chunk) => {
    const count = Math.min(largest, agents - chunk * largest);
    return { first: 0, last: count - 1, atATime: Math.min(atATime, count) };
  });
}

/** What is handed to sbatch: readable, and complete by itself. */
export function slurmScript(order: AgentOrder, options: SlurmOptions, tasks: TaskRange): string {
  const { name, folder, command } = order;
  const { requeue, time, gpus, cpus, mem, partition, account, qos, constraint } = options;
  const parameters: readonly (readonly [string, string | number | true | undefined])[] = [
    ["job-name", `tweedie-${name.replaceAll(/[^\w.-]+/g, "-")}`],
    ["array", `${tasks.first}-${tasks.last}%${tasks.atATime}`],
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
  // The signal goes to the agent, which saves and ends with the code that asks for another turn.
  const again = [
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
    ...(requeue ? again : []),
    'exit "$code"',
    "",
  ].join("\n");
}

/** Where the tasks write, as sbatch reads it. */
function logsIn(folder: string): string {
  if (/["\\\p{Cc}]/u.test(folder)) {
    throw new TweedieError({ where: JSON.stringify(folder), what: "cannot be named in a script of Slurm's" });
  }
  const path = `${folder.replaceAll("%", "%%")}/agents/%A_%a.log`;
  return path.includes(" ") ? `"${path}"` : path;
}
