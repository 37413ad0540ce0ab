import { once } from "node:events";
import type * as study from "@tweedie/study";
import type { Claimed } from "./soak.ts";

/** Claims the trials of a sweep and finishes each immediately, until none is left. */
async function work(folder: string, sources: string): Promise<Claimed> {
  const { openStudy } = (await import(sources)) as typeof study;
  const sweep = await openStudy(folder);
  process.send!("ready");
  await once(process, "message");
  const trials: number[] = [];
  const waits: number[] = [];
  for (;;) {
    const began = performance.now();
    const claim = await sweep.claim(`process ${process.pid}`);
    if (claim === "finished") return { trials, waits };
    if ("wait" in claim) {
      await new Promise((resolve) => setTimeout(resolve, claim.wait));
      continue;
    }
    waits.push(performance.now() - began);
    if (await sweep.finish(claim, { status: "complete", metrics: { sw2: claim.point["x"]! } }))
      trials.push(claim.trial);
  }
}

process.send!(await work(process.argv[2]!, process.argv[3]!), () => process.exit(0));
