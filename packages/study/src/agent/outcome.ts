import type { Outcome } from "../study.ts";
import type { WorkerEnd } from "./worker-process.ts";

/** What the journal is told of how a trial ended. `pruned`: its end was asked for because it promised little. */
export function outcomeOf(end: WorkerEnd, { pruned }: { readonly pruned: boolean }): Outcome {
  switch (end.say) {
    case "failed":
      return { status: "failed", reason: end.reason, exit: end.exit };
    case "died":
      return { status: "failed", reason: reasonOf(end), exit: end.signal ?? end.code ?? "not started" };
    case "ended": {
      const { status, metrics, reason = status } = end.status;
      if (status === "interrupted") return pruned ? { status: "pruned", metrics } : { status: "released" };
      if (status === "diverged" || status === "collapsed") return { status: "diverged", reason, metrics };
      // A student that is no better than a Gaussian is a result as any other: the metric says how bad it is.
      return { status: "complete", metrics };
    }
  }
}

/** Why a process died, as far as that can be told from outside. */
function reasonOf({ code, signal, text }: Extract<WorkerEnd, { say: "died" }>): string {
  const isOutOfMemory = /out of memory|Allocation failed|bad_alloc|Cannot allocate memory/i.exec(text);
  if (isOutOfMemory) return `out of memory: ${lineAround(text, isOutOfMemory.index)}`;
  if (signal === "SIGKILL") return "killed (SIGKILL), which is how a system ends what takes too much memory";
  if (signal) return `killed (${signal})${lastLine(text)}`;
  if (code === 0) return "its process ended before it did, with 0: something called process.exit";
  return `its process ended with ${code ?? "nothing"}${lastLine(text)}`;
}

const lineAround = (text: string, index: number): string =>
  text
    .slice(text.lastIndexOf("\n", index) + 1)
    .split("\n", 1)[0]!
    .trim();

function lastLine(text: string): string {
  const line = text.trimEnd().split("\n").at(-1)!.trim();
  return line === "" ? "" : `: ${line}`;
}
