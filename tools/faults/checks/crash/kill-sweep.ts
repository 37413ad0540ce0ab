import { existsSync } from "node:fs";
import { join } from "node:path";
import { resultsOf } from "../../../sweeps/results.ts";
import type { Check, CheckContext } from "../../check.ts";
import { type End, faultOf, finish, lastLine } from "../../product/process.ts";
import { prepareTinySweep, sweepCommand, wholeSweep } from "../../product/tiny-sweep.ts";
import { withoutPosition } from "../controls.ts";
import { killAfter } from "./kill-run.ts";

const killsOfSweep = 4;

/** Kills a sweep with its agents and workers at random times, and compares the finished sweep with an undisturbed one. */
export const killSweep: Check = {
  id: "kill-sweep",
  group: "crash",
  fault: "SIGKILL of a sweep's whole process tree",
  done: "Sweeps of four trials were killed at random times, with agents and workers, and resumed until they ended.",
  times: { soak: 32, ci: 0 },
  run: killSweeps,
  control: withoutPosition,
};

async function killSweeps({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const whole = await wholeSweep(reference);
  let kills = 0;
  for (let sweep = 0; kills < times; sweep++) {
    const tiny = prepareTinySweep(build, join(folder, String(sweep)));
    let end: End | undefined;
    let killed = 0;
    while (end === undefined && killed < Math.min(killsOfSweep, times - kills)) {
      end = await killAfter(sweepCommand(tiny), numbers.uniform() * whole.time * 0.8);
      if (end === undefined) killed++;
    }
    end ??= await finish(sweepCommand(tiny));
    const fault = faultOf(end);
    const isComplete = end.code === 0 && existsSync(join(tiny.cwd, tiny.out, "journal.jsonl"));
    const isEqual = () => resultsOf(join(tiny.cwd, tiny.out)) === whole.results;
    kills += killed;
    if (killed === 0) continue;
    if (fault !== undefined) tally.add("crashed", fault, killed);
    else if (!isComplete) tally.add("lost", `exit code ${end.code}: ${lastLine(end.stderr)}`, killed);
    else tally.add(isEqual() ? "harmless" : "silent", "the tables differ", killed);
  }
}
