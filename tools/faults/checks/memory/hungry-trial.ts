import { join } from "node:path";
import { statusOf } from "../../../sweeps/results.ts";
import type { Check, CheckContext } from "../../check.ts";
import { limitMemory } from "../../product/memory-limit.ts";
import { faultOf, finish } from "../../product/process.ts";
import { prepareTinySweep } from "../../product/tiny-sweep.ts";

/** Gives one trial of a sweep more samples than there is memory: it fails with that reason, and the others end. */
export const hungryTrial: Check = {
  id: "hungry-trial",
  group: "memory",
  fault: "OOM kill of a trial by the kernel (cgroup)",
  done: "One of three trials needed more memory than the cgroup of the sweep had: it must fail with that reason, the others end.",
  times: { soak: 3, ci: 0 },
  needs: ["memory cgroup", "bash"],
  run: starveTrials,
  control: {
    without: "the reason of a killed worker",
    edits: [
      {
        file: "packages/study/src/agent/outcome.ts",
        find: '  if (signal === "SIGKILL") return',
        replace: '  if (signal === "SIGBUS") return',
      },
    ],
    times: 1,
  },
};

async function starveTrials({ build, folder, times, tally }: CheckContext): Promise<void> {
  for (let sweep = 0; sweep < times; sweep++) {
    const { cwd, cache, out } = prepareTinySweep(build, join(folder, String(sweep)));
    const values = ["distill.batch=16,1000000,32", "distill.steps=20", "evaluate.every=20", "--parallel", "1"];
    const limit = limitMemory(450);
    const args = ["sweep", "tiny.yaml", ...values, "--out", out];
    const end = await finish({ build, cwd, cache, args, wrapper: limit.wrapper }).finally(limit.remove);
    const fault = faultOf(end);
    const { trials } = statusOf(join(cwd, out));
    const reasons = trials.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
    if (fault !== undefined) tally.add("crashed", fault);
    else if (trials.filter(({ status }) => status === "complete").length !== 2)
      tally.add("lost", JSON.stringify(trials));
    else if (!/memory/.test(reasons.join())) tally.add("silent", `the reason is ${JSON.stringify(reasons)}`);
    else tally.add("refused");
  }
}
