import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import { start } from "../../product/process.ts";
import { classifyResumed } from "../../product/resume.ts";
import { placeOf, prepareTinyRun, runCommand, savedPlace, wholeRun } from "../../product/tiny-run.ts";

/** Signals that save and end, and the exit code of each. */
const codes = { SIGTERM: 143, SIGINT: 130, SIGUSR1: 75, SIGHUP: 129 } as const;

/** Sends a run a signal at a random step: it must save, end with the documented code, and be resumed without a difference. */
export const stopSignals: Check = {
  id: "stop-signals",
  group: "crash",
  fault: "SIGTERM, SIGINT, SIGHUP and SIGUSR1",
  done: "Runs received a signal at a random step, had to save and end with the documented code, and were resumed.",
  times: { soak: 24, ci: 0 },
  run: sendSignals,
  control: {
    without: "saving after a signal",
    edits: [
      {
        file: "packages/engine/src/train/train-phase.ts",
        find: "if (isRegular || end || isInterrupted() ||",
        replace: "if (isRegular || end ||",
      },
    ],
    times: 12,
  },
};

async function sendSignals({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const { results } = await wholeRun(reference);
  const names = Object.keys(codes) as (keyof typeof codes)[];
  for (let sent = 0, run = 0; sent < times && run < 4 * times; run++) {
    const signal = names[run % names.length]!;
    const tiny = prepareTinyRun(build, join(folder, String(run)));
    const running = start(runCommand(tiny, ["--json"]));
    const step = 1 + numbers.below(75);
    const phase = numbers.pick(["pretrain", "distill"]);
    const target = placeOf({ phase, step });
    let isSent = false;
    running.onOutput((text) => {
      if (!isSent && placesIn(text).some((at) => at >= target)) isSent = running.child.kill(signal);
    });
    const end = await running.end;
    if (end.code === 0 || end.code === 3) continue; // the signal came after the last step
    sent++;
    const isSaved = savedPlace(join(tiny.cwd, tiny.out)) >= Math.max(...placesIn(end.stdout));
    if (end.code !== codes[signal]) tally.add("crashed", `${signal}: exit code ${end.code ?? end.signal}`);
    else if (!isSaved) tally.add("lost", `${signal} at step ${step} of ${phase}: the last step was not saved`);
    else {
      const [outcome, detail] = await classifyResumed(tiny, results);
      tally.add(outcome, `${signal} at step ${step} of ${phase}: ${detail}`);
    }
  }
}

/** Places that the events on standard output have come to. */
const placesIn = (text: string): number[] =>
  [...text.matchAll(/"phase":"(pretrain|distill)","step":(\d+)/g)].map(([, phase, step]) =>
    placeOf({ phase: phase!, step: Number(step) }),
  );
