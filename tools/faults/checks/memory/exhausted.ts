import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import { copyRun, interruptedRun } from "../../product/interrupted-run.ts";
import { limitMemory } from "../../product/memory-limit.ts";
import { type Command, finish } from "../../product/process.ts";
import { classifyResumed } from "../../product/resume.ts";
import { hasFinished, runCommand, wholeRun } from "../../product/tiny-run.ts";
import { withoutPosition } from "../controls.ts";

/** Lets the kernel kill a run that exceeds the memory of its cgroup, at a random limit. */
export const cgroupRun: Check = {
  id: "cgroup-run",
  group: "memory",
  fault: "OOM kill of a run by the kernel (cgroup)",
  done: "Interrupted runs were resumed with limits of 90 to 220 MiB, killed by the kernel where that was too little, and resumed again without a limit.",
  times: { soak: 12, ci: 0 },
  needs: ["memory cgroup", "bash"],
  run: (context) =>
    exhaust(context, [90, 220], async (command, mebibytes) => {
      const limit = limitMemory(mebibytes);
      return finish({ ...command, wrapper: limit.wrapper }).finally(limit.remove);
    }),
  control: withoutPosition,
};

/** Lets the heap of JavaScript run out, at a random limit. */
export const heapRun: Check = {
  id: "heap-run",
  group: "memory",
  fault: "heap of JavaScript exhausted in a run",
  done: "Interrupted runs were resumed with `--max-old-space-size` of 18 to 34 MiB, ended by V8 where that was too little, and resumed again without it.",
  times: { soak: 12, ci: 0 },
  run: (context) =>
    exhaust(context, [18, 34], (command, mebibytes) =>
      finish({ ...command, node: [`--max-old-space-size=${mebibytes}`] }),
    ),
  control: withoutPosition,
};

/** Resumes an interrupted run with too little memory until enough have died, and then with enough. The limits are in MiB. */
async function exhaust(
  { build, reference, folder, times, numbers, tally }: CheckContext,
  [lowest, highest]: readonly [number, number],
  starve: (command: Command, mebibytes: number) => ReturnType<typeof finish>,
): Promise<void> {
  const { results } = await wholeRun(reference);
  const made = await interruptedRun(build, join(folder, "made"));
  let enough = highest;
  for (let died = 0, run = 0; died < times && run < 4 * times; run++) {
    const tiny = copyRun(build, made, join(folder, String(run)));
    const mebibytes = lowest + numbers.below(enough - lowest);
    const end = await starve(runCommand(tiny), mebibytes);
    if (hasFinished(end)) {
      enough = Math.max(mebibytes, lowest + 1); // larger limits would kill no run
      continue;
    }
    died++;
    const [outcome, detail] = await classifyResumed(tiny, results);
    tally.add(outcome, `${end.signal ?? end.code}: ${detail}`);
  }
}
