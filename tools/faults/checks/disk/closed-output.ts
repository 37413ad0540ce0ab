import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, finish, start } from "../../product/process.ts";
import { prepareTinyRun, resultsOf, runCommand, wholeRun } from "../../product/tiny-run.ts";

const readers = [
  ["ls"],
  ["show", "out"],
  ["validate", "tiny.yaml"],
  ["plugins"],
  ["compare", "out", "out"],
  ["--help"],
];

/** Gives commands a full device as standard output, or closes the pipe: nothing is lost, and no stack is printed. */
export const fullOutput: Check = {
  id: "full-output",
  group: "disk",
  fault: "standard output is `/dev/full`, or closed",
  done: "Runs and six commands that only print wrote to `/dev/full` or to a pipe whose reader had gone.",
  times: { soak: 16, ci: 0 },
  needs: ["linux"],
  run: spoilOutput,
  control: {
    without: "going on without standard output",
    edits: [
      {
        file: "packages/cli/src/terminal/process-output.ts",
        find: 'if (isOpen && name === "stdout") reportFailure(error);\n    isOpen = false;',
        replace: "throw error;",
      },
    ],
  },
};

async function spoilOutput({ build, reference, folder, times, tally }: CheckContext): Promise<void> {
  const { results } = await wholeRun(reference);
  const made = prepareTinyRun(build, join(folder, "made"));
  await finish(runCommand(made));
  for (let i = 0; i < times; i++) {
    const isRun = i % 2 === 0;
    const tiny = isRun ? prepareTinyRun(build, join(folder, String(i))) : made;
    const args = readers[((i - 1) / 2) % readers.length]!;
    const command = isRun ? runCommand(tiny, i % 4 === 0 ? ["--json"] : []) : { ...runCommand(made), args };
    const full = openSync("/dev/full", "w");
    const isPipe = i % 8 >= 4;
    const running = start(isPipe ? command : { ...command, stdout: full });
    if (isPipe) running.child.stdout!.destroy();
    const end = await running.end;
    closeSync(full);
    const name = command.args.slice(0, 2).join(" ");
    const fault = faultOf(end);
    if (fault !== undefined) tally.add("crashed", `${name}: ${fault}`);
    else if (isRun && resultsOf(join(tiny.cwd, "out")) !== results) tally.add("lost", `${name}: the run differs`);
    else tally.add(end.code === 0 || end.code === 3 ? "harmless" : "refused");
  }
}
