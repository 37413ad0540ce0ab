/**
 * Job id in the last line of `sbatch --parsable`: `123`, or `123;cluster`.
 *
 * @throws Error if the last line is neither.
 */
export function jobIdOf(output: string): string {
  const id = /^(\d+)(?:;[\w.-]+)?$/.exec(output.trim().split("\n").at(-1)!)?.[1];
  if (id === undefined) throw new Error(`sbatch printed no job id: ${JSON.stringify(output)}`);
  return id;
}

/** MaxArraySize in the output of `scontrol show config`: the largest number of tasks of an array; undefined if absent. */
export function largestArrayOf(config: string): number | undefined {
  const size = Number(/^MaxArraySize\s*=\s*(\d+)\s*$/m.exec(config)?.[1]);
  return size > 0 ? size : undefined;
}

/** Numbers of running and queued tasks of some jobs, in the output of `squeue --array --format="%F %t"`: job id and state. */
export function countTasks(
  listed: string,
  jobs: readonly string[],
): { readonly running: number; readonly queued: number } {
  const states = listed
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([job, state]) => (job !== undefined && state !== undefined && jobs.includes(job) ? [state] : []));
  const queued = states.filter((state) => ["PD", "RQ", "RH", "RS"].includes(state)).length;
  return { running: states.length - queued, queued };
}
