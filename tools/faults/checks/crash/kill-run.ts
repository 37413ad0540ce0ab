import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Check, CheckContext } from "../../check.ts";
import { type Command, type End, start } from "../../product/process.ts";
import { classifyEnd } from "../../product/resume.ts";
import { prepareTinyRun, runCommand, wholeRun } from "../../product/tiny-run.ts";
import { withoutPosition } from "../controls.ts";

/** Kills of one run. The part after the last one is left alone. */
const killsOfRun = 5;

/** Kills runs at random times until a part reaches the end, and compares the results with those of an undisturbed run. */
export const killRun: Check = {
  id: "kill-run",
  group: "crash",
  fault: "SIGKILL during a run",
  done: "Runs were killed at random times, in the training of the teacher too, and resumed until they ended.",
  times: { soak: 100, ci: 0 },
  run: killRuns,
  control: withoutPosition,
};

async function killRuns({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const whole = await wholeRun(reference);
  let kills = 0;
  for (let run = 0; kills < times; run++) {
    const tiny = prepareTinyRun(build, join(folder, String(run)));
    let end: End | undefined;
    let killed = 0;
    while (end === undefined && killed < Math.min(killsOfRun, times - kills)) {
      end = await killAfter(runCommand(tiny), numbers.uniform() * whole.time);
      if (end === undefined) killed++;
    }
    const [outcome, detail] = classifyEnd(tiny, end ?? (await start(runCommand(tiny)).end), whole.results);
    // One result stands for all kills of the run.
    if (killed > 0) tally.add(outcome, `run ${run}, ${killed} kills: ${detail}`, killed);
    kills += killed;
  }
}

/** Kills a command after some milliseconds. Returns its end if it ended before. */
export async function killAfter(command: Command, milliseconds: number): Promise<End | undefined> {
  const running = start(command);
  const stop = new AbortController();
  const pause = sleep(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
  const end = await Promise.race([running.end, pause]);
  stop.abort();
  if (end !== undefined) return end;
  running.kill();
  const last = await running.end;
  return last.signal === "SIGKILL" ? undefined : last;
}
