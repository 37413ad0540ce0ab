import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Attempt } from "./attempt.ts";
import type { CheckTask, FromCheck } from "./check-process.ts";
import { killTree } from "./kill-tree.ts";
import { TimeIsOver } from "./tally.ts";

/** Milliseconds without an outcome after which a check counts as hanging. A command of the product counts as hanging earlier. */
const silenceLimit = 600_000;

/**
 * Carries a check out in a process of its own, which is killed with all its descendants if it hangs or if the signal is aborted.
 *
 * @throws TimeIsOver if the signal is aborted; Error if the check hangs or cannot be carried out.
 */
export async function attemptInProcess(attempt: Attempt, silence = silenceLimit): Promise<void> {
  const { check, root, build, seed, times, tally } = attempt;
  const task: CheckTask = { id: check.id, root, build, seed, times, limits: tally.limits };
  const child = fork(fileURLToPath(new URL("./check-process.ts", import.meta.url)), [JSON.stringify(task)], {
    execArgv: ["--import", "tsx"],
    detached: true,
  });
  try {
    await outcomesOf(child, attempt, silence);
  } finally {
    killTree(child.pid!);
  }
}

/** Adds the outcomes that a process sends to the tally, until its end. */
function outcomesOf(child: ChildProcess, { check, tally, signal }: Attempt, silence: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const hang = (): void =>
      reject(new Error(`the check ${check.id} hangs: no outcome for ${Math.round(silence / 1_000)} s`));
    const timer = setTimeout(hang, silence);
    const stop = (): void => reject(new TimeIsOver());
    signal.addEventListener("abort", stop);
    child.on("message", (message: FromCheck) => {
      timer.refresh();
      if ("outcome" in message) return tally.record(message.outcome, message.detail, message.times);
      if (message.measured !== null) tally.measured = message.measured;
      if (message.error === null) resolve();
      else reject(new Error(message.error));
    });
    child.once("error", reject);
    // Not "exit": that can come before the last messages of the process are read.
    child.once("close", (code, death) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      reject(new Error(`the process of the check ${check.id} ended with ${code ?? death}`));
    });
    if (signal.aborted) stop();
  });
}
