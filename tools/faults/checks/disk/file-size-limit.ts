import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, finish, isRefusal } from "../../product/process.ts";
import { classifyEnd, classifyResumed } from "../../product/resume.ts";
import { hasFinished, prepareTinyRun, runCommand, wholeRun } from "../../product/tiny-run.ts";

/** Limits the size of files: one message, and the same command continues without the limit. */
export const fileSizeLimit: Check = {
  id: "file-size-limit",
  group: "disk",
  fault: "`ulimit -f`",
  done: "Runs were started with a limit of 1 to 40 KiB for each file, and resumed without it.",
  times: { soak: 12, ci: 0 },
  needs: ["bash", "linux"],
  run: limitSize,
  control: {
    without: "the message of a file that exceeds the limit",
    edits: [
      {
        file: "packages/cli/src/errors/file-system-error.ts",
        find: '  EFBIG: "the file exceeds the limit of the file system or of `ulimit -f`",\n',
        replace: "",
      },
    ],
    times: 6,
  },
};

async function limitSize({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const { results } = await wholeRun(reference);
  // The sources without types are cached before, so that the limit falls upon files of the run.
  await finish(runCommand(prepareTinyRun(build, join(folder, "first")), ["distill.steps=1"]));
  for (let run = 0; run < times; run++) {
    const kibibytes = 1 + numbers.below(run % 2 === 0 ? 15 : 40);
    const tiny = prepareTinyRun(build, join(folder, String(run)));
    const wrapper = ["bash", "-c", 'ulimit -f "$1"; shift; exec "$@"', "limited", String(kibibytes)];
    const end = await finish({ ...runCommand(tiny), wrapper });
    if (hasFinished(end)) tally.add(...classifyEnd(tiny, end, results));
    else if (!isRefusal(end)) tally.add("crashed", `${kibibytes} KiB: ${faultOf(end) ?? `exit code ${end.code}`}`);
    else {
      const [outcome, detail] = await classifyResumed(tiny, results);
      tally.add(outcome === "harmless" ? "refused" : outcome, `${kibibytes} KiB: ${detail}`);
    }
  }
}
