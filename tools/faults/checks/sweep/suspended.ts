import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { resultsOf, statusOf } from "../../../sweeps/results.ts";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, start } from "../../product/process.ts";
import { prepareTinySweep, sweepCommand, wholeSweep } from "../../product/tiny-sweep.ts";

/** Lease of the sweep, in seconds. */
const lease = 2;

/** Suspends an agent with its workers for longer than their lease, as Ctrl-Z and Slurm do: no trial fails for it. */
export const suspendedAgent: Check = {
  id: "suspended-agent",
  group: "sweep",
  fault: "an agent is suspended for longer than its lease",
  done: `Agents with a lease of ${lease} s were stopped by SIGSTOP and continued. In every second sweep another agent took their trials over.`,
  times: { soak: 5, ci: 0 },
  needs: ["linux"],
  run: suspend,
  control: {
    without: "the wait of a worker whose agent's lease has run out",
    edits: [
      {
        file: "packages/study/src/agent/worker.ts",
        find: '  setInterval(() => send({ type: "alive" }), aliveInterval);',
        replace: `  let awake = Date.now();
  setInterval(() => {
    if (Date.now() - awake > ${1_500 * lease}) process.exit(exitCodes.failed);
    awake = Date.now();
    send({ type: "alive" });
  }, aliveInterval);`,
      },
    ],
  },
};

async function suspend({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const whole = await wholeSweep(reference);
  for (let sweep = 0; sweep < times; sweep++) {
    const tiny = prepareTinySweep(build, join(folder, String(sweep)));
    const out = join(tiny.cwd, tiny.out);
    const running = start(sweepCommand(tiny, ["--lease", String(lease)]));
    let over = false;
    void running.end.then(() => (over = true));
    while (!over && !journalOf(out).includes('"claim"')) await sleep(20);
    await sleep(numbers.uniform() * 0.3 * whole.time);
    running.kill("SIGSTOP");
    const other = sweep % 2 === 1 ? start(sweepCommand(tiny, ["--lease", String(lease)])) : undefined;
    await sleep(2_000 * lease + numbers.uniform() * whole.time);
    running.kill("SIGCONT");
    const ends = await Promise.all([running.end, ...(other ? [other.end] : [])]);
    const fault = ends.map(faultOf).find((text) => text !== undefined);
    const failed = statusOf(out).trials.filter(({ status }) => status !== "complete");
    if (fault !== undefined) tally.add("crashed", fault);
    else if (failed.length > 0) tally.add("lost", JSON.stringify(failed.map(({ status, reason }) => [status, reason])));
    else if (resultsOf(out) !== whole.results) tally.add("silent", "the tables differ");
    else tally.add("harmless");
  }
}

function journalOf(out: string): string {
  try {
    return readFileSync(join(out, "journal.jsonl"), "utf8");
  } catch {
    return "";
  }
}
